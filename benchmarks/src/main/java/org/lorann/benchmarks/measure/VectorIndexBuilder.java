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
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;

/**
 * Indexes vectors into a single segment. Every codec gets the same threads, buffer and merge, so
 * the measured cost differs only by what its vectors format does.
 *
 * <p>The cost is kept in the commit: an index that is opened again later can still tell it.
 */
public final class VectorIndexBuilder {
  private static final double BUFFER_MEGABYTES = 256;

  private final Codec codec;
  private final VectorSimilarityFunction similarity;
  private final int threads;

  public VectorIndexBuilder(Codec codec, VectorSimilarityFunction similarity, int threads) {
    this.codec = codec;
    this.similarity = similarity;
    this.threads = threads;
  }

  /** Replaces whatever the directory holds by an index of the rows and returns what it cost. */
  public BuildCost build(Directory directory, Vectors rows, Map<String, String> commitData)
      throws IOException {
    empty(directory);
    try (IndexWriter writer = new IndexWriter(directory, writerConfig())) {
      Cost index =
          Cost.of(
              () -> {
                Parallel.run(threads, worker -> addShare(writer, rows, worker));
                writer.flush();
              });
      Cost forceMerge =
          Cost.of(
              () -> {
                writer.forceMerge(1);
                writer.commit();
              });
      BuildCost cost = new BuildCost(index, forceMerge);
      Map<String, String> all = new HashMap<>(commitData);
      cost.putInto(all);
      writer.setLiveCommitData(all.entrySet());
      writer.commit();
      return cost;
    }
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

  private IndexWriterConfig writerConfig() {
    TieredMergePolicy mergePolicy = new TieredMergePolicy();
    // Compound files would hide the size of the raw vectors.
    mergePolicy.setNoCFSRatio(0);
    ConcurrentMergeScheduler mergeScheduler = new ConcurrentMergeScheduler();
    mergeScheduler.setMaxMergesAndThreads(threads + 1, threads);
    IndexWriterConfig config = new IndexWriterConfig();
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setCodec(codec);
    config.setUseCompoundFile(false);
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setMergePolicy(mergePolicy);
    config.setMergeScheduler(mergeScheduler);
    return config;
  }

  private void addShare(IndexWriter writer, Vectors rows, int worker) throws IOException {
    for (int row = worker; row < rows.size(); row += threads) {
      Document document = new Document();
      document.add(new KnnFloatVectorField(VectorIndex.VECTOR_FIELD, rows.get(row), similarity));
      document.add(new NumericDocValuesField(VectorIndex.ROW_FIELD, row));
      writer.addDocument(document);
    }
  }
}
