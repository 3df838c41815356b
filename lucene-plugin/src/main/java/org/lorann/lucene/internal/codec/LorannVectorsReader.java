// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.lorann.lucene.LorannSegmentInfo;
import org.lorann.lucene.internal.build.MergeBase;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.SegmentFile;
import org.lorann.lucene.internal.search.FieldSearcher;
import org.lorann.lucene.internal.search.QueryVector;

/** Reads and searches the vectors of a segment. Everything needed to read is in its files. */
public final class LorannVectorsReader extends KnnVectorsReader {

  private final SegmentFields segment;
  private final FlatVectorsReader flatReader;

  /** Opens the files of a segment. */
  public LorannVectorsReader(SegmentReadState state, FlatVectorsFormat flatFormat)
      throws IOException {
    segment = SegmentFields.open(state);
    try {
      flatReader = flatFormat.fieldsReader(state);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, segment);
      throw t;
    }
  }

  private LorannVectorsReader(LorannVectorsReader other, FlatVectorsReader flatReader) {
    this.segment = other.segment;
    this.flatReader = flatReader;
  }

  @Override
  public void checkIntegrity() throws IOException {
    flatReader.checkIntegrity();
    segment.checkIntegrity();
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return flatReader.getFloatVectorValues(field);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return flatReader.getByteVectorValues(field);
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    SegmentFields.Field searched = field(field, VectorEncoding.FLOAT32);
    RandomVectorScorer scorer = flatReader.getRandomVectorScorer(field, target);
    search(searched, QueryVector.of(target), scorer, collector, acceptDocs);
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    SegmentFields.Field searched = field(field, VectorEncoding.BYTE);
    RandomVectorScorer scorer = flatReader.getRandomVectorScorer(field, target);
    search(searched, QueryVector.of(target), scorer, collector, acceptDocs);
  }

  private void search(
      SegmentFields.Field field,
      QueryVector query,
      RandomVectorScorer scorer,
      KnnCollector collector,
      AcceptDocs acceptDocs)
      throws IOException {
    if (field.entry().size() > 0 && collector.k() > 0) {
      new FieldSearcher(field.entry(), segment.index(), segment.data(), field.counters())
          .search(query, scorer, collector, acceptDocs);
    }
  }

  private SegmentFields.Field field(String name, VectorEncoding encoding) {
    SegmentFields.Field field = segment.field(name);
    if (field == null) {
      throw new IllegalArgumentException("field=\"" + name + "\" not found");
    }
    VectorEncoding actual = field.entry().encoding();
    if (actual != encoding) {
      throw new IllegalArgumentException(
          "field=\"" + name + "\" is encoded as: " + actual + " expected: " + encoding);
    }
    return field;
  }

  /**
   * Finds the reader of our format that a segment has for a field, through whatever filters there
   * are over the segment.
   *
   * @return null if there is none
   */
  public static LorannVectorsReader find(LeafReader leaf, String field) {
    return FilterLeafReader.unwrap(leaf) instanceof CodecReader codecReader
        ? find(FilterCodecReader.unwrap(codecReader).getVectorReader(), field)
        : null;
  }

  /**
   * Finds the reader of our format among those for each field.
   *
   * @return null if there is none
   */
  static LorannVectorsReader find(KnnVectorsReader reader, String field) {
    KnnVectorsReader ofField =
        reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField
            ? perField.getFieldReader(field)
            : reader;
    return ofField instanceof LorannVectorsReader ours ? ours : null;
  }

  /**
   * Returns what a merge could go on from.
   *
   * @param documents where the segment's documents are in the merged one
   * @return null if the field has no clusters
   */
  MergeBase mergeBase(String name, MergeState.DocMap documents) throws IOException {
    SegmentFields.Field field = segment.field(name);
    if (field == null || field.entry().hasClusters() == false) {
      return null;
    }
    KnnVectorValues values =
        switch (field.entry().encoding()) {
          case BYTE -> flatReader.getByteVectorValues(name);
          case FLOAT32 -> flatReader.getFloatVectorValues(name);
        };
    return new MergeBase(field.entry(), segment.index(), segment.data(), values, documents);
  }

  /** Puts together what is known about a field, if there is such a field. */
  public Optional<LorannSegmentInfo> describe(FieldInfo info) throws IOException {
    SegmentFields.Field field = segment.field(info.name);
    if (field == null) {
      return Optional.empty();
    }
    long rawBytes =
        flatReader.getOffHeapByteSize(info).values().stream().mapToLong(Long::longValue).sum();
    return Optional.of(
        new FieldDescription(info.name, field.entry(), segment.index(), rawBytes)
            .info(field.buildMillis(), field.counters().searches()));
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
    SegmentFields.Field ours = segment.field(field.name);
    Map<String, Long> raw = flatReader.getOffHeapByteSize(field);
    if (ours == null || ours.entry().hasClusters() == false) {
      return raw;
    }
    ClustersEntry clusters = ours.entry().clusters();
    return mergeOffHeapByteSizeMaps(
        raw,
        Map.of(
            SegmentFile.INDEX.extension(),
            clusters.indexLength(),
            SegmentFile.DATA.extension(),
            clusters.dataLength()));
  }

  @Override
  public KnnVectorsReader getMergeInstance() throws IOException {
    return new LorannVectorsReader(this, flatReader.getMergeInstance());
  }

  @Override
  public void finishMerge() throws IOException {
    flatReader.finishMerge();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(flatReader, segment);
  }
}
