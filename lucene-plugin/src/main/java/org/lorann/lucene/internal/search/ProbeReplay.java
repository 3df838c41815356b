// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * Probes all clusters in the order of a search, to tell at which margin it would have got there.
 */
final class ProbeReplay {

  private final ClusterRanking ranking;
  private final SpreadMeter meter;
  private final int[] clusters;
  private final int firstCount;

  /**
   * Prepares to replay a search.
   *
   * @param clusters those that are probed, in their order
   * @param firstCount how many of them are probed in any case
   */
  ProbeReplay(ClusterRanking ranking, SpreadMeter meter, int[] clusters, int firstCount) {
    this.ranking = ranking;
    this.meter = meter;
    this.clusters = clusters;
    this.firstCount = firstCount;
  }

  /**
   * The least margin at which each cluster is probed, in their order.
   *
   * @param floor what the search has found in the first clusters; in the end, in all
   * @param candidates what is to be found in the others
   */
  float[] margins(Floor floor, TraceCandidates candidates) {
    float[] margins = new float[clusters.length];
    ClusterExpectation expectation =
        new ClusterExpectation(ranking, meter.perRadius(), floor.value(), clusters, firstCount);
    // The greatest so far: a search that stopped at it does not go on later.
    float handicap = 0;
    for (int rank = firstCount; rank < clusters.length; rank++) {
      float current = floor.value();
      expectation.learn(floor, current);
      handicap = Math.max(handicap, CalibratedProbes.handicap(rank, expectation.left(1)));
      expectation.probed(clusters[rank]);
      float deviation = meter.perRadius() * ranking.radii()[clusters[rank]];
      float distance = CalibratedProbes.distance(ranking.score(clusters[rank]), deviation, current);
      margins[rank] = current == Float.NEGATIVE_INFINITY ? 0 : distance + handicap;
      probe(rank, floor, candidates);
    }
    return margins;
  }

  private void probe(int rank, Floor floor, TraceCandidates candidates) {
    floor.moveTo(clusters[rank]);
    for (int i = candidates.start(rank); i < candidates.start(rank + 1); i++) {
      floor.offer(candidates.ordinal(i), candidates.estimate(i));
    }
  }
}
