// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * Which share of a query's nearest neighbours is to be expected in the clusters that were not
 * probed yet. A cluster has as many places for them as it has vectors, at the distance of its score
 * behind the floor, in deviations of the scores within it. What was found is the vectors that make
 * up the floor by now.
 */
final class ClusterExpectation {

  /** Clusters that lie further before the floor than this count as if they lay there. */
  private static final float NEAREST = -2;

  private static final int BINS_PER_DEVIATION = 4;
  private static final int BINS = 16 * BINS_PER_DEVIATION;

  /** The tail of a normal distribution falls at about that rate two deviations out. */
  private static final double USUAL_RATE = 2;

  /** As many neighbours as searches for ten learn from, about. */
  private static final double CONFIDENCE = 16;

  private final int[] sizes;
  private final byte[] bins;
  private final Expectation expectation;
  private int probed;
  private int nextLesson;

  /**
   * Expects neighbours in all clusters, and then takes note of those that were probed.
   *
   * @param deviation the deviation of scores in a cluster of radius one
   * @param floor the score to beat
   * @param probed those that were, in its first {@code count} elements
   */
  ClusterExpectation(
      ClusterRanking ranking, float deviation, float floor, int[] probed, int count) {
    this.sizes = ranking.sizes();
    this.bins = new byte[ranking.count()];
    this.expectation = new Expectation(BINS, 1.0 / BINS_PER_DEVIATION, USUAL_RATE, CONFIDENCE);
    bin(ranking, deviation, floor);
    for (int i = 0; i < bins.length; i++) {
      expectation.add(bins[i], sizes[i]);
    }
    expectation.begin();
    for (int i = 0; i < count; i++) {
      probed(probed[i]);
    }
    nextLesson = count;
  }

  private void bin(ClusterRanking ranking, float deviation, float floor) {
    float[] scores = ranking.scores();
    float[] radii = ranking.radii();
    float rate = BINS_PER_DEVIATION / Math.max(deviation, Float.MIN_NORMAL);
    float nearest = NEAREST * BINS_PER_DEVIATION;
    for (int i = 0; i < bins.length; i++) {
      // Without a floor, this is minus infinity.
      float distance = (floor - scores[i]) * rate / radii[i] - nearest;
      bins[i] = (byte) Math.min(BINS - 1, Math.max(0, distance));
    }
  }

  /** Takes note that a cluster was probed. */
  void probed(int cluster) {
    expectation.see(bins[cluster], sizes[cluster]);
    probed++;
  }

  /**
   * Learns from what was found so far if twice as many clusters were probed as last time. To be
   * called when the floor has seen all vectors of those probed.
   *
   * @param best the best estimates of this segment
   * @param floor the one to beat, which may be higher than theirs if other segments have better
   */
  void learn(Floor best, float floor) {
    if (probed < nextLesson) {
      return;
    }
    nextLesson = 2 * probed;
    int[] clusters = best.clusters(floor);
    double distances = 0;
    for (int cluster : clusters) {
      distances += expectation.distance(bins[cluster]);
    }
    expectation.learn(clusters.length, distances);
  }

  /** The share that is left, see {@link Expectation#left}. */
  double left(double worth) {
    return expectation.left(worth);
  }
}
