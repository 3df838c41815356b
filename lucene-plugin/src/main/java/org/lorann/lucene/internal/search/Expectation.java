// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * Which share of a query's nearest neighbours is still to be expected in what was not looked at
 * yet. It tells queries apart that look the same otherwise: one that lies within a group of vectors
 * has found nearly all there are, one that lies between many, or away from all, has as much to
 * expect elsewhere.
 *
 * <p>Neighbours become rare with the distance, exponentially, and how quickly is learnt from the
 * query itself: the rate is the one under which those found so far would most likely have been
 * where they were, among all that was looked at. As they are few, the logarithm of that likelihood
 * is reduced by the square of how far the rate is from the usual one.
 *
 * <p>Distances are counted in bins of equal width.
 */
final class Expectation {

  /** The rate stays within this factor of the usual one, which a bad step might leave. */
  private static final double MAX_FACTOR = 4;

  /** What is left is never less than this share: it is a sum of rounded numbers. */
  private static final double LEAST = 1e-6;

  private final double width;
  private final double usualRate;
  private final double confidence;
  private final double[] seen;
  private final double[] unseen;
  private final double[] rarity;

  /** From this bin on, nothing was seen. */
  private int seenEnd;

  private double rate;
  private double expectedSeen;
  private double expectedUnseen;

  /**
   * Expects nothing yet.
   *
   * @param bins how many there are
   * @param width the width of each
   * @param usualRate how quickly neighbours become rare, per unit of distance, if nothing is known
   * @param confidence how many neighbours would have to be found to be trusted as much, about
   */
  Expectation(int bins, double width, double usualRate, double confidence) {
    this.width = width;
    this.usualRate = usualRate;
    this.confidence = confidence;
    this.seen = new double[bins];
    this.unseen = new double[bins];
    this.rarity = new double[bins];
    this.rate = usualRate;
  }

  /** The distance of what is in a bin, about. */
  double distance(int bin) {
    return (bin + 0.5) * width;
  }

  /** Adds places where neighbours may be, before {@link #begin}. */
  void add(int bin, double places) {
    unseen[bin] += places;
  }

  /** To be called once everything was added. */
  void begin() {
    expect();
  }

  /** Takes note that places were looked at. */
  void see(int bin, double places) {
    unseen[bin] -= places;
    seen[bin] += places;
    seenEnd = Math.max(seenEnd, bin + 1);
    expectedUnseen -= places * rarity[bin];
    expectedSeen += places * rarity[bin];
  }

  /**
   * Learns from the neighbours found so far.
   *
   * @param count how many
   * @param distances the sum of their distances
   */
  void learn(int count, double distances) {
    step(count, distances);
    expect();
  }

  /**
   * One of Newton's steps, which is enough, as the last rate is near. The likelihood of the rate
   * has the slope by which the distances expected of the neighbours exceed those found, and is bent
   * by their variance.
   */
  private void step(int count, double distances) {
    double sum = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < seenEnd; i++) {
      double distance = distance(i);
      double weight = seen[i] * rarity[i];
      sum += weight;
      first += weight * distance;
      second += weight * distance * distance;
    }
    if (sum == 0) {
      return;
    }
    double mean = first / sum;
    double variance = Math.max(0, second / sum - mean * mean);
    double precision = confidence / (usualRate * usualRate);
    double slope = count * mean - distances - precision * (rate - usualRate);
    double stepped = rate + slope / (count * variance + precision);
    rate = Math.clamp(stepped, usualRate / MAX_FACTOR, usualRate * MAX_FACTOR);
  }

  private void expect() {
    double factor = Math.exp(-rate * width);
    double value = Math.exp(-rate * distance(0));
    double sumSeen = 0;
    double sumUnseen = 0;
    for (int i = 0; i < rarity.length; i++) {
      rarity[i] = value;
      sumSeen += seen[i] * value;
      sumUnseen += unseen[i] * value;
      value *= factor;
    }
    expectedSeen = sumSeen;
    expectedUnseen = sumUnseen;
  }

  /**
   * The share that is left, greater than zero and at most one.
   *
   * @param worth how much of what was expected of the places looked at they could have had, from
   *     zero to one
   */
  double left(double worth) {
    return share(expectedUnseen, worth * expectedSeen);
  }

  /**
   * The share that is in some bins, of which nothing was seen, and not in what was, greater than
   * zero and at most one.
   */
  double in(int fromBin, int toBin) {
    double expected = 0;
    for (int i = fromBin; i < Math.min(toBin, rarity.length); i++) {
      expected += unseen[i] * rarity[i];
    }
    return share(expected, expectedSeen);
  }

  private static double share(double expected, double others) {
    double possible = expected + others;
    return possible > 0 ? Math.clamp(expected / possible, LEAST, 1) : LEAST;
  }
}
