// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/** Probes a given number of clusters and scores a given number of vectors exactly. */
final class FixedPlan extends SearchPlan {

  private final int clusters;
  private final long vectors;
  private final int rerank;
  private final double clusterSize;

  /**
   * Creates a plan.
   *
   * @param clusters most clusters to probe
   * @param vectors once the probed clusters hold this many vectors, no further one is probed; those
   *     in two clusters count in each
   * @param rerank vectors to score exactly
   * @param clusterSize vectors in a cluster, on average
   */
  FixedPlan(int clusters, long vectors, int rerank, double clusterSize) {
    this.clusters = clusters;
    this.vectors = vectors;
    this.rerank = rerank;
    this.clusterSize = clusterSize;
  }

  @Override
  long expectedVisits() {
    return Math.min(vectors, (long) Math.ceil(clusters * clusterSize));
  }

  @Override
  int expectedRerank() {
    return rerank;
  }

  @Override
  Probes begin(
      ClusterRanking ranking, EstimateScale scale, ErrorMeter errors, ClusterFilter filter) {
    return new FixedProbes(ranking, clusters, vectors, rerank);
  }

  @Override
  SearchPlan widened(int factor) {
    return new FixedPlan(
        (int) Math.min(Integer.MAX_VALUE, (long) clusters * factor),
        vectors > Long.MAX_VALUE / factor ? Long.MAX_VALUE : vectors * factor,
        (int) Math.min(Integer.MAX_VALUE - SPARE, (long) rerank * factor),
        clusterSize);
  }
}
