// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
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
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.SegmentFile;
import org.lorann.lucene.internal.search.FieldSearcher;
import org.lorann.lucene.internal.search.QueryVector;

/** Reads and searches the vectors of a segment. Everything needed to read is in its files. */
public final class LorannVectorsReader extends KnnVectorsReader {

  private final FieldInfos fieldInfos;
  private final Map<Integer, FieldEntry> entries;
  private final FlatVectorsReader flatReader;
  private final IndexInput index;
  private final IndexInput data;

  /** Opens the files of a segment. */
  public LorannVectorsReader(SegmentReadState state, FlatVectorsFormat flatFormat)
      throws IOException {
    this.fieldInfos = state.fieldInfos;
    this.entries = new HashMap<>();
    FlatVectorsReader flat = null;
    IndexInput openedIndex = null;
    IndexInput openedData = null;
    try {
      int version = readMeta(state);
      flat = flatFormat.fieldsReader(state);
      openedIndex = open(state, SegmentFile.INDEX, version);
      openedData = open(state, SegmentFile.DATA, version);
      for (FieldEntry entry : entries.values()) {
        if (entry.hasClusters()) {
          checkExtent(entry.clusters(), openedIndex, openedData);
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
    this.fieldInfos = other.fieldInfos;
    this.entries = other.entries;
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
        readEntries(meta);
      } catch (Throwable t) {
        prior = t;
      } finally {
        CodecUtil.checkFooter(meta, prior);
      }
      return version;
    }
  }

  private void readEntries(ChecksumIndexInput meta) throws IOException {
    for (int number = meta.readInt();
        number != SegmentFile.END_OF_FIELDS;
        number = meta.readInt()) {
      FieldInfo field = fieldInfos.fieldInfo(number);
      if (field == null) {
        throw new CorruptIndexException("invalid field number: " + number, meta);
      }
      entries.put(number, FieldEntry.read(meta, field));
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
    FieldEntry entry = entry(field, VectorEncoding.FLOAT32);
    RandomVectorScorer scorer = flatReader.getRandomVectorScorer(field, target);
    search(entry, QueryVector.of(target), scorer, collector, acceptDocs);
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    FieldEntry entry = entry(field, VectorEncoding.BYTE);
    RandomVectorScorer scorer = flatReader.getRandomVectorScorer(field, target);
    search(entry, QueryVector.of(target), scorer, collector, acceptDocs);
  }

  private void search(
      FieldEntry entry,
      QueryVector query,
      RandomVectorScorer scorer,
      KnnCollector collector,
      AcceptDocs acceptDocs)
      throws IOException {
    if (entry.size() > 0 && collector.k() > 0) {
      new FieldSearcher(entry, index, data).search(query, scorer, collector, acceptDocs);
    }
  }

  private FieldEntry entry(String field, VectorEncoding encoding) {
    FieldInfo info = fieldInfos.fieldInfo(field);
    FieldEntry entry = info == null ? null : entries.get(info.number);
    if (entry == null) {
      throw new IllegalArgumentException("field=\"" + field + "\" not found");
    }
    if (entry.encoding() != encoding) {
      throw new IllegalArgumentException(
          "field=\"" + field + "\" is encoded as: " + entry.encoding() + " expected: " + encoding);
    }
    return entry;
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
    FieldEntry entry = entries.get(field.number);
    Map<String, Long> raw = flatReader.getOffHeapByteSize(field);
    if (entry == null || entry.hasClusters() == false) {
      return raw;
    }
    return mergeOffHeapByteSizeMaps(
        raw,
        Map.of(
            SegmentFile.INDEX.extension(),
            entry.clusters().indexLength(),
            SegmentFile.DATA.extension(),
            entry.clusters().dataLength()));
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
