// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.Calibration;

/**
 * Goes as far as needed for a recall, adapting to the query: a cluster is probed, its codes are
 * read, and a vector is scored exactly, if they are not too far behind the k-th best estimate so
 * far, the floor. How far is too far was measured when the segment was written.
 *
 * <p>Distances are in units of the standard deviation that the query's scores may have in the
 * cluster, as the {@link SpreadMeter} finds it in the first few clusters: at first it is expected
 * to follow the radius of the cluster, then, when the query was multiplied by the factors, the
 * length of the result, which knows the direction of the query. To the distance of a cluster is
 * added the logarithm of its rank: that better clusters exist is evidence of its own against it.
 */
final class CalibratedProbes extends Probes {

  private final Calibration.Limits limits;
  private final ClusterRanking ranking;
  private final PromisingOrder order;
  private final MarginCandidates candidates;
  private final SpreadMeter meter = new SpreadMeter();

  /** What is left once the meter is complete. */
  private int[] others;

  private int nextOther;
  private int probed;
  private int cluster;
  private float length;

  CalibratedProbes(ClusterRanking ranking, Calibration.Limits limits, int k) {
    this.ranking = ranking;
    this.limits = limits;
    this.order = new PromisingOrder(ranking);
    this.candidates = new MarginCandidates(k);
  }

  @Override
  int next() {
    if (meter.isComplete() == false) {
      return order.nextFirst();
    }
    float floor = candidates.floor();
    if (others == null) {
      float margin = limits.probeMargin() - handicap(probed);
      others = order.others(meter.perRadius(), floor, margin);
    }
    while (nextOther < others.length) {
      int other = others[nextOther++];
      if (probeDistance(ranking, other, floor, meter, probed) <= limits.probeMargin()) {
        return other;
      }
    }
    return -1;
  }

  /** How far a cluster lies behind a floor, going by its radius. */
  static float probeDistance(
      ClusterRanking ranking, int cluster, float floor, SpreadMeter meter, int rank) {
    float deviation = meter.perRadius() * ranking.radii()[cluster];
    return distance(floor - ranking.score(cluster), deviation, rank);
  }

  /** How far it does, going by the length of the query multiplied by its factors. */
  static float scanDistance(
      ClusterRanking ranking, int cluster, float floor, SpreadMeter meter, float length, int rank) {
    float deviation = meter.perLength() * length;
    return distance(floor - ranking.score(cluster), deviation, rank);
  }

  private static float distance(float difference, float deviation, int rank) {
    // Never zero divided by zero.
    return difference / Math.max(deviation, Float.MIN_NORMAL) + handicap(rank);
  }

  private static float handicap(int rank) {
    return (float) Math.log1p(rank);
  }

  @Override
  boolean wantsCodes(int newCluster, int size, float newLength) {
    cluster = newCluster;
    length = newLength;
    int rank = probed++;
    float floor = candidates.floor();
    return floor == Float.NEGATIVE_INFINITY
        || meter.isComplete() == false
        || scanDistance(ranking, cluster, floor, meter, length, rank) <= limits.scanMargin();
  }

  @Override
  void scanned(float[] estimates, int size) {
    if (meter.isComplete() == false) {
      meter.add(estimates, size, ranking.radii()[cluster], length);
      candidates.setMargin(limits.rerankMargin() * meter.spread());
    }
  }

  @Override
  Candidates candidates() {
    return candidates;
  }
}
