// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.LorannSegmentInfo;
import org.lorann.lucene.internal.build.MergeBase;
import org.lorann.lucene.internal.format.BuildTimes;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.SegmentFile;
import org.lorann.lucene.internal.search.FieldSearcher;
import org.lorann.lucene.internal.search.QueryVector;
import org.lorann.lucene.internal.search.SearchCounters;

/** Reads and searches the vectors of a segment. Everything needed to read is in its files. */
public final class LorannVectorsReader extends KnnVectorsReader {

  /** What is kept of a field. */
  private record Field(
      FieldEntry entry, Map<LorannBuildPhase, Long> buildMillis, SearchCounters counters) {}

  private final Map<String, Field> fields;
  private final FlatVectorsReader flatReader;
  private final IndexInput index;
  private final IndexInput data;

  /** Opens the files of a segment. */
  public LorannVectorsReader(SegmentReadState state, FlatVectorsFormat flatFormat)
      throws IOException {
    this.fields = new HashMap<>();
    FlatVectorsReader flat = null;
    IndexInput openedIndex = null;
    IndexInput openedData = null;
    try {
      int version = readMeta(state);
      flat = flatFormat.fieldsReader(state);
      openedIndex = open(state, SegmentFile.INDEX, version);
      openedData = open(state, SegmentFile.DATA, version);
      for (Field field : fields.values()) {
        if (field.entry.hasClusters()) {
          checkExtent(field.entry.clusters(), openedIndex, openedData);
        }
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, flat, openedIndex, openedData);
      throw t;
    }
    this.flatReader = flat;
    this.index = openedIndex;
    this.data = openedData;
  }

  private LorannVectorsReader(LorannVectorsReader other, FlatVectorsReader flatReader) {
    this.fields = other.fields;
    this.flatReader = flatReader;
    this.index = other.index;
    this.data = other.data;
  }

  private int readMeta(SegmentReadState state) throws IOException {
    try (ChecksumIndexInput meta =
        state.directory.openChecksumInput(fileName(state, SegmentFile.META))) {
      int version = -1;
      Throwable prior = null;
      try {
        version =
            CodecUtil.checkIndexHeader(
                meta,
                SegmentFile.META.codecName(),
                SegmentFile.VERSION_START,
                SegmentFile.VERSION_CURRENT,
                state.segmentInfo.getId(),
                state.segmentSuffix);
        readEntries(meta, state);
      } catch (Throwable t) {
        prior = t;
      } finally {
        CodecUtil.checkFooter(meta, prior);
      }
      return version;
    }
  }

  private void readEntries(ChecksumIndexInput meta, SegmentReadState state) throws IOException {
    for (int number = meta.readInt();
        number != SegmentFile.END_OF_FIELDS;
        number = meta.readInt()) {
      FieldInfo field = state.fieldInfos.fieldInfo(number);
      if (field == null) {
        throw new CorruptIndexException("invalid field number: " + number, meta);
      }
      fields.put(
          field.name,
          new Field(
              FieldEntry.read(meta, field),
              BuildTimes.get(state.segmentInfo, field.name),
              new SearchCounters()));
    }
  }

  private static String fileName(SegmentReadState state, SegmentFile file) {
    return IndexFileNames.segmentFileName(
        state.segmentInfo.name, state.segmentSuffix, file.extension());
  }

  private static IndexInput open(SegmentReadState state, SegmentFile file, int metaVersion)
      throws IOException {
    IndexInput in =
        state.directory.openInput(
            fileName(state, file),
            state.context.withHints(
                FileTypeHint.DATA, FileDataHint.KNN_VECTORS, DataAccessHint.RANDOM));
    try {
      int version =
          CodecUtil.checkIndexHeader(
              in,
              file.codecName(),
              SegmentFile.VERSION_START,
              SegmentFile.VERSION_CURRENT,
              state.segmentInfo.getId(),
              state.segmentSuffix);
      if (version != metaVersion) {
        throw new CorruptIndexException(
            "format versions differ: meta=" + metaVersion + ", " + file + "=" + version, in);
      }
      CodecUtil.retrieveChecksum(in);
      return in;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, in);
      throw t;
    }
  }

  private static void checkExtent(ClustersEntry clusters, IndexInput index, IndexInput data)
      throws IOException {
    checkExtent(clusters.indexOffset(), clusters.indexLength(), index);
    checkExtent(clusters.dataOffset(), clusters.dataLength(), data);
  }

  private static void checkExtent(long offset, long length, IndexInput in) throws IOException {
    if (length > in.length() - CodecUtil.footerLength() - offset) {
      throw new CorruptIndexException("a field reaches beyond the end of the file", in);
    }
  }

  @Override
  public void checkIntegrity() throws IOException {
    flatReader.checkIntegrity();
    CodecUtil.checksumEntireFile(index);
    CodecUtil.checksumEntireFile(data);
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
    Field searched = field(field, VectorEncoding.FLOAT32);
    RandomVectorScorer scorer = flatReader.getRandomVectorScorer(field, target);
    search(searched, QueryVector.of(target), scorer, collector, acceptDocs);
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    Field searched = field(field, VectorEncoding.BYTE);
    RandomVectorScorer scorer = flatReader.getRandomVectorScorer(field, target);
    search(searched, QueryVector.of(target), scorer, collector, acceptDocs);
  }

  private void search(
      Field field,
      QueryVector query,
      RandomVectorScorer scorer,
      KnnCollector collector,
      AcceptDocs acceptDocs)
      throws IOException {
    if (field.entry.size() > 0 && collector.k() > 0) {
      new FieldSearcher(field.entry, index, data, field.counters)
          .search(query, scorer, collector, acceptDocs);
    }
  }

  private Field field(String name, VectorEncoding encoding) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("field=\"" + name + "\" not found");
    }
    VectorEncoding actual = field.entry.encoding();
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
    Field field = fields.get(name);
    if (field == null || field.entry.hasClusters() == false) {
      return null;
    }
    KnnVectorValues values =
        switch (field.entry.encoding()) {
          case BYTE -> flatReader.getByteVectorValues(name);
          case FLOAT32 -> flatReader.getFloatVectorValues(name);
        };
    return new MergeBase(field.entry, index, data, values, documents);
  }

  /** Puts together what is known about a field, if there is such a field. */
  public Optional<LorannSegmentInfo> describe(FieldInfo info) throws IOException {
    Field field = fields.get(info.name);
    if (field == null) {
      return Optional.empty();
    }
    long rawBytes =
        flatReader.getOffHeapByteSize(info).values().stream().mapToLong(Long::longValue).sum();
    return Optional.of(
        new FieldDescription(info.name, field.entry, index, rawBytes)
            .info(field.buildMillis, field.counters.searches()));
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
    Field ours = fields.get(field.name);
    Map<String, Long> raw = flatReader.getOffHeapByteSize(field);
    if (ours == null || ours.entry.hasClusters() == false) {
      return raw;
    }
    ClustersEntry clusters = ours.entry.clusters();
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
    IOUtils.close(flatReader, index, data);
  }
}
