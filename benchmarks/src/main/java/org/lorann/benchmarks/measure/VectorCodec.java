// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;

/** Lucene's default codec with another format for vectors. */
public final class VectorCodec {

  private VectorCodec() {}

  public static Codec of(KnnVectorsFormat format) {
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }
}
