// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.lorann.lucene.internal.format.Calibration;

/**
 * Goes as far as needed for a recall, adapting to the query: a cluster is probed, and a vector is
 * scored exactly, if it is not too far behind the k-th best estimate so far, the floor. How far is
 * too far was measured when the segment was written.
 *
 * <p>Distances of clusters are in units of the standard deviation of the query's scores, as the
 * {@link SpreadMeter} finds it in the first few clusters; that within a cluster is expected to be
 * proportional to its radius. For vectors it counts as well how far estimates are off, of which the
 * {@link ErrorMeter} takes a sample there. A handicap is added to them: that better clusters exist
 * is evidence of its own against a cluster, that little is to be {@link Expectation expected} of
 * all that is left is another. Without the second, queries unlike the vectors of the segment, which
 * find some of what they look for nearly everywhere, would stop far too early.
 */
final class CalibratedProbes extends Probes {

  private final Calibration.Limits limits;
  private final ClusterRanking ranking;
  private final PromisingOrder order;
  private final MarginCandidates candidates;
  private final SpreadMeter meter = new SpreadMeter();
  private final ErrorMeter errors;
  private final ClusterFilter filter;
  private final FloorShare share;

  /** What is left once the meter is complete. */
  private int[] others;

  private int nextOther;

  /** What was probed before it was known what to expect. */
  private int[] early = new int[8];

  private Expectation expectation;
  private int probed;

  /**
   * Begins a search.
   *
   * @param k how many of the best estimates make the floor
   * @param share the part in the floor of all segments, or null if it is not shared
   */
  CalibratedProbes(
      ClusterRanking ranking,
      Calibration.Limits limits,
      int k,
      ErrorMeter errors,
      ClusterFilter filter,
      FloorShare share) {
    this.ranking = ranking;
    this.limits = limits;
    this.errors = errors;
    this.filter = filter;
    this.share = share;
    this.order = new PromisingOrder(ranking.scores(), ranking.radii());
    this.candidates = new MarginCandidates(k);
  }

  @Override
  int next() throws IOException {
    if (meter.isComplete() == false) {
      return order.nextFirst();
    }
    if (others == null) {
      measureErrors();
    }
    float floor = candidates.floorValue();
    if (others == null) {
      candidates.setMargin(limits.rerankMargin() * errors.unit(meter.spread()));
      expect(floor);
      others = order.others(meter.perRadius(), floor, limits.probeMargin() - handicap());
    }
    float margin = limits.probeMargin() - handicap();
    while (nextOther < others.length) {
      int other = others[nextOther++];
      if (distance(ranking, other, floor, meter) <= margin) {
        return other;
      }
    }
    return -1;
  }

  private void measureErrors() throws IOException {
    boolean othersFoundEnough = share != null && share.isKnown();
    errors.measure(
        candidates.floor(), othersFoundEnough ? ErrorMeter.SMALL_SAMPLE : ErrorMeter.SAMPLE);
    // Unless it is known how far they are off, estimates of segments cannot be compared.
    if (share != null && errors.isKnown()) {
      candidates.share(share);
    }
  }

  private void expect(float floor) {
    expectation = new Expectation(ranking, meter.perRadius(), floor);
    for (int i = 0; i < probed; i++) {
      expectation.probed(early[i]);
    }
  }

  /**
   * Clusters of which the filter accepts less than elsewhere are no evidence against those that
   * follow. What it accepts of them is little, and not the best they have either, as it leaves out
   * what is near the query: hence the square.
   */
  private float handicap() {
    double worth = filter.density() * filter.density();
    return handicap(worth * probed, expectation.left(worth));
  }

  /** How far a cluster lies behind a floor, before the handicap of its rank. */
  static float distance(ClusterRanking ranking, int cluster, float floor, SpreadMeter meter) {
    float deviation = meter.perRadius() * ranking.radii()[cluster];
    // Never zero divided by zero.
    return (floor - ranking.score(cluster)) / Math.max(deviation, Float.MIN_NORMAL);
  }

  /**
   * What is added to the distance of a cluster before which that many were probed, when a share of
   * the neighbours is still expected.
   */
  static float handicap(double probed, double left) {
    return 2 * (float) Math.log((1 + probed) / left);
  }

  @Override
  void scanned(int cluster, float[] estimates, int size) {
    probed(cluster);
    if (meter.isComplete() == false) {
      meter.add(estimates, size, ranking.radii()[cluster]);
      candidates.setMargin(limits.rerankMargin() * ErrorMeter.greatestUnit(meter.spread()));
    }
  }

  /** Not before it is known how estimates are spread, which scores do not tell. */
  @Override
  boolean takesScores() {
    return others != null;
  }

  /**
   * The best exact scores are greater than the best estimates, which the margins were measured
   * with: a score counts no more than the least estimate with which it would have been found out.
   */
  @Override
  void scored(int cluster, int[] ordinals, float[] scores) {
    probed(cluster);
    float margin = limits.rerankMargin() * errors.unit(meter.spread());
    for (int i = 0; i < scores.length; i++) {
      candidates.offer(ordinals[i], scores[i] - margin);
    }
  }

  private void probed(int cluster) {
    if (expectation == null) {
      early = ArrayUtil.grow(early, probed + 1);
      early[probed] = cluster;
    } else {
      expectation.probed(cluster);
    }
    probed++;
  }

  @Override
  Floor measuringFloor() {
    return others == null ? candidates.floor() : null;
  }

  @Override
  Candidates candidates() {
    return candidates;
  }
}
