// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.FloatHeap;
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
 * is evidence of its own against a cluster, that little is to be {@link ClusterExpectation
 * expected} of all that is left is another. Without the second, queries unlike the vectors of the
 * segment, which find some of what they look for nearly everywhere, would stop far too early. How
 * far vectors may be behind is told by {@link Reranking}.
 */
final class CalibratedProbes extends Probes {

  private final int k;
  private final Calibration.Limits limits;
  private final ClusterRanking ranking;
  private final PromisingOrder order;
  private final MarginCandidates candidates;
  private final SpreadMeter meter = new SpreadMeter();
  private final ErrorMeter errors;
  private final ClusterFilter filter;
  private final FloorShare share;

  /** The best exact scores of vectors that were not estimated. */
  private final FloatHeap scoredEarly;

  /** What is left once the meter is complete. */
  private OtherClusters others;

  /** What was probed before it was known what to expect. */
  private int[] early = new int[8];

  private ClusterExpectation expectation;
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
    this.k = k;
    this.scoredEarly = new FloatHeap(wanted(k));
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
      candidates.setMargin(margin(errors.unit(meter.spread())));
      expectation = new ClusterExpectation(ranking, meter.perRadius(), floor, early, probed);
      expectation.learn(candidates.floor(), floor);
      others = order.others(meter.perRadius());
    }
    expectation.learn(candidates.floor(), floor);
    return others.next(floor, limits.probeMargin() - handicap());
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

  /** How far behind the floor candidates may be in the end. */
  private float margin(float unit) {
    return Reranking.reach(limits.rerankMargin()) * unit;
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

  /**
   * How far a cluster lies behind a floor, before the handicap of its rank.
   *
   * @param deviation that of the scores in the cluster
   */
  static float distance(float score, float deviation, float floor) {
    // Never zero divided by zero.
    return (floor - score) / Math.max(deviation, Float.MIN_NORMAL);
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
    candidates.floor().moveTo(cluster);
    if (meter.isComplete() == false) {
      meter.add(estimates, size, ranking.radii()[cluster]);
      candidates.setMargin(margin(ErrorMeter.greatestUnit(meter.spread())));
    }
  }

  /** Not before it is known how estimates are spread, which scores do not tell. */
  @Override
  boolean takesScores() {
    return others != null;
  }

  /**
   * The best exact scores are greater than the best estimates, which the margins were measured
   * with: a score counts no more than an estimate with which it would have been found out.
   */
  @Override
  void scored(int cluster, int[] ordinals, float[] scores) {
    probed(cluster);
    candidates.floor().moveTo(cluster);
    float unit = errors.unit(meter.spread());
    float margin = Math.min(unit, margin(unit)) + Math.max(0, errors.bias());
    for (int i = 0; i < scores.length; i++) {
      candidates.offer(ordinals[i], scores[i] - margin);
      scoredEarly.offer(scores[i]);
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

  @Override
  void rerank(ScoredVectors scored) throws IOException {
    CandidateBins bins = candidates.bins(errors.unit(meter.spread()));
    int above = candidates.floor().clusters(candidates.floorValue()).length;
    Reranking reranking = new Reranking(wanted(above), bins.counts(), bins.end());
    for (float score : scoredEarly.getHeap()) {
      reranking.scoredElsewhere(score);
    }
    new RerankPass(bins, reranking, scored, errors).run(limits.rerankMargin());
    if (share != null && share.allWanted()) {
      scored.collect(scored.others(candidates.floor().ordinals()));
    }
  }

  /** How many of the vectors above the floor are neighbours that the search is for. */
  private static int wanted(int aboveFloor) {
    return Math.max(1, aboveFloor - SearchPlan.SPARE);
  }
}
