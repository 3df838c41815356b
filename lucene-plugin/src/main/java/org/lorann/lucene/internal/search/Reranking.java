// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.util.LongHeap;

/**
 * How many of a query's candidates are worth an exact score. They are taken by descending estimate,
 * in bins by how far they are behind the floor, and the exact scores of the first tell how many
 * more to take: where the nearest turn out to have the best estimates, few; where they are found
 * among all, many. Queries unlike the vectors are of the second kind, as estimates cannot see what
 * of them lies outside of the projected dimensions and of the factors.
 *
 * <p>The margin at which a bin is taken is its distance behind the floor less the logarithm of the
 * share of the neighbours that is {@link Expectation expected} in it and the next few. The first is
 * about the effort for each neighbour, the second about their number. It is no less than some times
 * the distance, so that it is known from the start how far behind the floor candidates matter.
 */
final class Reranking {

  /** How much of a margin the distance behind the floor may be at most. */
  private static final float DISTANCE_SHARE = 0.3f;

  /** The bins whose neighbours count; if all did, all candidates would have to be kept. */
  private static final int AHEAD = 4;

  /** Bins there are; the last is for all that is further behind. */
  static final int BINS = 256;

  private static final int BINS_PER_UNIT = 16;

  /** In the units of {@link ErrorMeter#unit}. What is usual is a rate of 1.5 to 3. */
  private static final double USUAL_RATE = 2;

  private static final double CONFIDENCE = 2;

  private final int wanted;
  private final int[] counts;
  private final Expectation expectation;

  /** The bins of the nearest vectors so far with their exact scores, the worst first. */
  private final LongHeap nearest;

  /** How many of them are candidates, and the sum of their distances. */
  private int hits;

  private double distances;

  private int taken;
  private int nextLesson;

  /**
   * Prepares to take candidates.
   *
   * @param wanted how many neighbours the query wants
   * @param counts how many candidates there are in each bin
   * @param end the bins from this one on are empty
   */
  Reranking(int wanted, int[] counts, int end) {
    this.wanted = wanted;
    this.counts = counts;
    this.expectation = new Expectation(end, 1.0 / BINS_PER_UNIT, USUAL_RATE, CONFIDENCE);
    this.nearest = new LongHeap(wanted);
    this.nextLesson = wanted + SearchPlan.SPARE;
    for (int i = 0; i < end; i++) {
      expectation.add(i, counts[i]);
    }
    expectation.begin();
  }

  /** The bin of an estimate that is so many units behind the floor. */
  static int bin(float behind) {
    // Without a unit, what is on the floor is not a number of them behind it.
    return (int) Math.min(BINS - 1, Math.max(0, behind * BINS_PER_UNIT));
  }

  /** How many units behind the floor candidates matter at most, within a margin. */
  static float reach(float margin) {
    return margin * DISTANCE_SHARE + (float) AHEAD / BINS_PER_UNIT;
  }

  /** The least margin at which a bin is taken that is not empty, once all before it were. */
  float margin(int bin) {
    float distance = (float) bin / BINS_PER_UNIT;
    float expected = distance - (float) Math.log(expectation.in(bin, bin + AHEAD));
    return Math.max(distance / DISTANCE_SHARE, expected);
  }

  /** Takes a bin. */
  void take(int bin) {
    expectation.see(bin, counts[bin]);
    taken += counts[bin];
  }

  /** Whether the exact scores of what was taken are to be looked at before more is. */
  boolean isLessonDue() {
    return taken >= nextLesson;
  }

  /** Takes note of the exact score of a candidate. */
  void scored(int bin, float score) {
    if (offer(Candidates.key(bin, score))) {
      hits++;
      distances += expectation.distance(bin);
    }
  }

  /** Takes note of the exact score of a vector that is not among the candidates. */
  void scoredElsewhere(float score) {
    offer(Candidates.key(BINS, score));
  }

  private boolean offer(long key) {
    if (nearest.size() < wanted) {
      nearest.push(key);
      return true;
    }
    if (key <= nearest.top()) {
      return false;
    }
    int lost = Candidates.ordinal(nearest.top());
    if (lost < BINS) {
      hits--;
      distances -= expectation.distance(lost);
    }
    nearest.updateTop(key);
    return true;
  }

  /** Learns from the exact scores of what was taken. */
  void learn() {
    nextLesson = 2 * taken;
    expectation.learn(hits, distances);
  }
}
