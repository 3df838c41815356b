// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** Lucene's graph over float vectors. The knob is the number of candidates, of which k are kept. */
final class Hnsw implements Peer {
  static final int BEAM_WIDTH = Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH;
  private static final double[] CANDIDATES_PER_HIT = {
    1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96
  };

  private final String name;
  private final int connections;

  Hnsw(String name, int connections) {
    this.name = name;
    this.connections = connections;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "Lucene's HNSW, M " + connections + ", beam " + BEAM_WIDTH + "; knob: candidates";
  }

  /** Without an executor, merges get theirs from the merge scheduler. */
  @Override
  public KnnVectorsFormat format(Workers workers) {
    return new Lucene99HnswVectorsFormat(connections, BEAM_WIDTH, workers.threads(), null);
  }

  @Override
  public List<Setting> settings(int k) {
    List<Setting> settings = new ArrayList<>();
    for (int candidates : candidates(k)) {
      settings.add(
          new Setting(
              "best " + k + " of " + candidates,
              candidates,
              (field, target, ignored, filter) ->
                  new CountingKnnQuery(field, target, candidates, filter, null).asPeerQuery()));
    }
    return settings;
  }

  static List<Integer> candidates(int k) {
    List<Integer> candidates = new ArrayList<>();
    for (double perHit : CANDIDATES_PER_HIT) {
      candidates.add((int) Math.round(perHit * k));
    }
    return candidates;
  }
}
