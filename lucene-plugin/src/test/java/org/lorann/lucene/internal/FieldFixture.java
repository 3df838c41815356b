// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal;

import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.InfoStream;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.Version;

/** What Lucene passes to a format when it writes a field. */
public final class FieldFixture {

  private FieldFixture() {}

  /** A vector field. */
  public static FieldInfo field(
      int dimension, VectorEncoding encoding, VectorSimilarityFunction similarity) {
    return new FieldInfo(
        "vectors",
        0,
        false,
        false,
        false,
        IndexOptions.NONE,
        DocValuesType.NONE,
        DocValuesSkipIndexType.NONE,
        -1,
        Map.of(),
        0,
        0,
        0,
        dimension,
        encoding,
        similarity,
        false,
        false);
  }

  /** The state in which a segment is flushed to a directory. */
  public static SegmentWriteState state(Directory directory) {
    SegmentInfo segment =
        new SegmentInfo(
            directory,
            Version.LATEST,
            Version.LATEST,
            "_0",
            1,
            false,
            false,
            Codec.getDefault(),
            Map.of(),
            StringHelper.randomId(),
            Map.of(),
            null);
    return new SegmentWriteState(
        InfoStream.NO_OUTPUT, directory, segment, null, null, IOContext.DEFAULT);
  }
}
