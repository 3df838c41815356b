// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.lorann.benchmarks.measure.VectorCodec;

/**
 * Lucene's default codec with its default HNSW graph, except that merges may use as many threads as
 * indexing does: the default of one would make its build look slower than it need be.
 */
final class HnswCodec {

  private HnswCodec() {}

  static Codec withMergeThreads(int threads) {
    KnnVectorsFormat format =
        new Lucene99HnswVectorsFormat(
            Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
            Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
            threads,
            null);
    return VectorCodec.of(format);
  }
}
