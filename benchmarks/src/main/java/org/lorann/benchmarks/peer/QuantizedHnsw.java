// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.FullPrecisionFloatVectorSimilarityValuesSource;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** Lucene's graph over quantised vectors. All candidates are scored again with the raw vectors. */
final class QuantizedHnsw implements Peer {
  private static final int CONNECTIONS = 16;

  private final ScalarEncoding encoding;

  QuantizedHnsw(ScalarEncoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public String name() {
    return "hnsw-" + encoding.getBits() + "bit";
  }

  @Override
  public String description() {
    return "Lucene's HNSW, M "
        + CONNECTIONS
        + ", beam "
        + Hnsw.BEAM_WIDTH
        + ", vectors of "
        + encoding.getBits()
        + " bit, rescored; knob: candidates";
  }

  @Override
  public KnnVectorsFormat format(Workers workers) {
    return new Lucene104HnswScalarQuantizedVectorsFormat(
        encoding, CONNECTIONS, Hnsw.BEAM_WIDTH, workers.threads(), null);
  }

  @Override
  public List<Setting> settings(int k) {
    List<Setting> settings = new ArrayList<>();
    for (int candidates : Hnsw.candidates(k)) {
      settings.add(
          new Setting(
              "best " + k + " of " + candidates + ", rescored",
              candidates,
              (field, target, hits, filter) -> query(field, target, hits, candidates, filter)));
    }
    return settings;
  }

  private static PeerQuery query(
      String field, float[] target, int k, int candidates, Query filter) {
    PeerQuery inner = new CountingKnnQuery(field, target, candidates, filter, null).asPeerQuery();
    DoubleValuesSource exact = new FullPrecisionFloatVectorSimilarityValuesSource(target, field);
    return new PeerQuery(new RescoreTopNQuery(inner.query(), exact, k), inner.visited());
  }
}
