// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;

/** Probes a given number of clusters, in the order of their scores. */
final class FixedProbes extends Probes {

  private final int maxClusters;
  private final long maxVectors;
  private final ClusterOrder order;
  private final BestCandidates candidates;
  private int clusters;
  private long vectors;

  FixedProbes(ClusterRanking ranking, int maxClusters, long maxVectors, int rerank) {
    this.maxClusters = maxClusters;
    this.maxVectors = maxVectors;
    this.order = new ClusterOrder(ranking.scores(), ranking.count());
    this.candidates = new BestCandidates(rerank);
  }

  @Override
  int next() {
    boolean done = clusters >= maxClusters || vectors >= maxVectors || order.isEmpty();
    return done ? -1 : order.next();
  }

  @Override
  void scanned(int cluster, float[] estimates, int size) {
    clusters++;
    vectors += size;
  }

  @Override
  Candidates candidates() {
    return candidates;
  }

  @Override
  void rerank(ScoredVectors scored) throws IOException {
    scored.collect(scored.others(candidates.ordinals()));
  }
}
