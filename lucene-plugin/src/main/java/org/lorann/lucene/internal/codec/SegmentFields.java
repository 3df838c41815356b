// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.internal.format.BuildTimes;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.SegmentFile;
import org.lorann.lucene.internal.search.SearchCounters;

/**
 * The fields of a segment and the files that they are in, opened and checked.
 *
 * @param byName what is kept of each field
 * @param index the index file
 * @param data the cluster file
 */
record SegmentFields(Map<String, Field> byName, IndexInput index, IndexInput data)
    implements Closeable {

  /** What is kept of a field. */
  record Field(
      FieldEntry entry, Map<LorannBuildPhase, Long> buildMillis, SearchCounters counters) {}

  /** Reads the metadata and opens the other two files. */
  static SegmentFields open(SegmentReadState state) throws IOException {
    Map<String, Field> byName = new HashMap<>();
    IndexInput index = null;
    IndexInput data = null;
    try {
      int version = readMeta(state, byName);
      index = open(state, SegmentFile.INDEX, version);
      data = open(state, SegmentFile.DATA, version);
      for (Field field : byName.values()) {
        if (field.entry.hasClusters()) {
          checkExtent(field.entry.clusters(), index, data);
        }
      }
      return new SegmentFields(byName, index, data);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, index, data);
      throw t;
    }
  }

  private static int readMeta(SegmentReadState state, Map<String, Field> byName)
      throws IOException {
    try (ChecksumIndexInput meta =
        state.directory.openChecksumInput(fileName(state, SegmentFile.META))) {
      int version = -1;
      Throwable prior = null;
      try {
        version = checkHeader(meta, state, SegmentFile.META);
        readEntries(meta, state, byName);
      } catch (Throwable t) {
        prior = t;
      } finally {
        CodecUtil.checkFooter(meta, prior);
      }
      return version;
    }
  }

  private static void readEntries(
      ChecksumIndexInput meta, SegmentReadState state, Map<String, Field> byName)
      throws IOException {
    for (int number = meta.readInt();
        number != SegmentFile.END_OF_FIELDS;
        number = meta.readInt()) {
      FieldInfo field = state.fieldInfos.fieldInfo(number);
      if (field == null) {
        throw new CorruptIndexException("invalid field number: " + number, meta);
      }
      byName.put(
          field.name,
          new Field(
              FieldEntry.read(meta, field),
              BuildTimes.get(state.segmentInfo, field.name),
              new SearchCounters()));
    }
  }

  private static IndexInput open(SegmentReadState state, SegmentFile file, int metaVersion)
      throws IOException {
    IndexInput in =
        state.directory.openInput(
            fileName(state, file),
            state.context.withHints(
                FileTypeHint.DATA, FileDataHint.KNN_VECTORS, DataAccessHint.RANDOM));
    try {
      int version = checkHeader(in, state, file);
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

  private static String fileName(SegmentReadState state, SegmentFile file) {
    return IndexFileNames.segmentFileName(
        state.segmentInfo.name, state.segmentSuffix, file.extension());
  }

  private static int checkHeader(IndexInput in, SegmentReadState state, SegmentFile file)
      throws IOException {
    return CodecUtil.checkIndexHeader(
        in,
        file.codecName(),
        SegmentFile.VERSION_START,
        SegmentFile.VERSION_CURRENT,
        state.segmentInfo.getId(),
        state.segmentSuffix);
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

  /** What is kept of a field, or null if there is no such field. */
  Field field(String name) {
    return byName.get(name);
  }

  /** Compares the files that stay open with their checksums. */
  void checkIntegrity() throws IOException {
    CodecUtil.checksumEntireFile(index);
    CodecUtil.checksumEntireFile(data);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(index, data);
  }
}
