// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;

/**
 * Indexes vectors, into a single segment or several. Every codec gets the same threads, buffer and
 * merge, so the measured cost differs only by what its vectors format does.
 *
 * <p>The cost is kept in the commit: an index that is opened again later can still tell it.
 */
public final class VectorIndexBuilder {
  private static final double BUFFER_MEGABYTES = 256;

  /** Nothing is flushed before it is asked for. The limit of Lucene for one thread is 2 GB. */
  private static final double UNBOUNDED_MEGABYTES = 1900;

  private final Codec codec;
  private final VectorSimilarityFunction similarity;
  private final int threads;
  private final double bufferMegabytes;

  /** Builds with the usual buffer, of 256 MB. */
  public VectorIndexBuilder(Codec codec, VectorSimilarityFunction similarity, int threads) {
    this(codec, similarity, threads, BUFFER_MEGABYTES);
  }

  /** Builds with a buffer of so many megabytes, after which segments are flushed. */
  public VectorIndexBuilder(
      Codec codec, VectorSimilarityFunction similarity, int threads, double bufferMegabytes) {
    this.codec = codec;
    this.similarity = similarity;
    this.threads = threads;
    this.bufferMegabytes = bufferMegabytes;
  }

  /** Replaces whatever the directory holds by an index of the rows and returns what it cost. */
  public BuildCost build(Directory directory, Vectors rows, Map<String, String> commitData)
      throws IOException {
    empty(directory);
    try (IndexWriter writer = openForMerges(directory)) {
      Cost index =
          Cost.of(
              () -> {
                Parallel.run(threads, worker -> addRows(writer, rows, worker, threads));
                writer.flush();
              });
      return commit(writer, index, forceMerge(writer), commitData);
    }
  }

  /**
   * The same with several segments of equal size, over which the rows are dealt out in turn. One
   * thread is used, as a segment is written by one.
   */
  public BuildCost buildSegments(
      Directory directory, Vectors rows, int segments, Map<String, String> commitData)
      throws IOException {
    empty(directory);
    try (IndexWriter writer = openWithoutMerges(directory)) {
      Cost index =
          Cost.of(
              () -> {
                for (int segment = 0; segment < segments; segment++) {
                  addRows(writer, rows, segment, segments);
                  writer.flush();
                }
              });
      return commit(writer, index, new Cost(0, 0), commitData);
    }
  }

  /** Opens an index for adding documents and merging segments. */
  public IndexWriter openForMerges(Directory directory) throws IOException {
    return new IndexWriter(directory, writerConfig(mergePolicy()));
  }

  /** Opens an index for adding documents; only a flush that is asked for makes a segment. */
  public IndexWriter openWithoutMerges(Directory directory) throws IOException {
    IndexWriterConfig config = writerConfig(NoMergePolicy.INSTANCE);
    config.setRAMBufferSizeMB(UNBOUNDED_MEGABYTES);
    return new IndexWriter(directory, config);
  }

  /** Deletes the rows {@code first} to {@code last}. */
  public static void deleteRows(IndexWriter writer, int first, int last) throws IOException {
    writer.deleteDocuments(
        NumericDocValuesField.newSlowRangeQuery(VectorIndex.ROW_FIELD, first, last));
  }

  /** Merges what is there into one segment. */
  public static Cost forceMerge(IndexWriter writer) throws IOException {
    return Cost.of(
        () -> {
          writer.forceMerge(1);
          writer.commit();
        });
  }

  private static BuildCost commit(
      IndexWriter writer, Cost index, Cost forceMerge, Map<String, String> commitData)
      throws IOException {
    BuildCost cost = new BuildCost(index, forceMerge);
    Map<String, String> all = new HashMap<>(commitData);
    cost.putInto(all);
    writer.setLiveCommitData(all.entrySet());
    writer.commit();
    return cost;
  }

  /** A writer would first read what is there, which may need a codec that is no longer known. */
  private static void empty(Directory directory) throws IOException {
    try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      for (String file : directory.listAll()) {
        lock.ensureValid();
        if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
          directory.deleteFile(file);
        }
      }
    }
  }

  private static MergePolicy mergePolicy() {
    TieredMergePolicy mergePolicy = new TieredMergePolicy();
    // Compound files would hide the size of the raw vectors.
    mergePolicy.setNoCFSRatio(0);
    return mergePolicy;
  }

  private IndexWriterConfig writerConfig(MergePolicy mergePolicy) {
    ConcurrentMergeScheduler mergeScheduler = new ConcurrentMergeScheduler();
    // Lucene lends a merge one thread less than there are beyond the merges that run. With one more
    // than indexing uses, a single merge may use as many, its own included.
    mergeScheduler.setMaxMergesAndThreads(threads + 2, threads + 1);
    IndexWriterConfig config = new IndexWriterConfig();
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND);
    config.setCodec(codec);
    config.setUseCompoundFile(false);
    config.setRAMBufferSizeMB(bufferMegabytes);
    config.setMergePolicy(mergePolicy);
    config.setMergeScheduler(mergeScheduler);
    return config;
  }

  /** Adds the row {@code first} and each that is {@code step} rows behind one added. */
  public void addRows(IndexWriter writer, Vectors rows, int first, int step) throws IOException {
    for (int row = first; row < rows.size(); row += step) {
      Document document = new Document();
      document.add(new KnnFloatVectorField(VectorIndex.VECTOR_FIELD, rows.get(row), similarity));
      document.add(new NumericDocValuesField(VectorIndex.ROW_FIELD, row));
      writer.addDocument(document);
    }
  }
}
