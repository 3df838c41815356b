// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;

/**
 * Measures how far a query's estimates are off: the standard deviation of the difference between
 * the exact score and the estimate, over the best vectors of the first few clusters. Estimates
 * cannot see the part of a query that lies outside of the projected dimensions and of the factors;
 * with queries unlike the vectors that is most of it, and it differs from query to query.
 */
final class ErrorMeter {

  /** Vectors measured at most. */
  static final int SAMPLE = ExactCollector.BULK;

  /** As many as are enough in a segment that need not find much, as others have. */
  static final int SMALL_SAMPLE = 16;

  /** With fewer vectors, nothing is said about errors. */
  private static final int MIN_VECTORS = 8;

  /** How many deviations it takes until there are e times as many vectors, see {@link #unit}. */
  private static final float TAIL = 0.5f;

  /** How many deviations it takes until an error is e times as rare, see {@link #unit}. */
  private static final float ERROR_TAIL = (float) Math.sqrt(0.5);

  /** Less would mean that nothing but the best estimates matter. */
  private static final float LEAST = 0.01f;

  private final ExactScores exact;
  private boolean measured;
  private int[] ordinals = new int[0];
  private float[] scores = new float[0];
  private float deviation = Float.NaN;
  private float bias;

  /** Takes exact scores from {@code exact}. */
  ErrorMeter(ExactScores exact) {
    this.exact = exact;
  }

  /**
   * Measures with the best vectors so far. Does nothing if it did before.
   *
   * @param most how many of them at most, not more than {@link #SAMPLE}
   */
  void measure(Floor best, int most) throws IOException {
    if (measured) {
      return;
    }
    measured = true;
    long[] keys = best.keys();
    int from = Math.max(0, keys.length - most);
    ordinals = new int[keys.length - from];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = Candidates.ordinal(keys[from + i]);
    }
    scores = exact.of(ordinals);
    if (scores.length >= MIN_VECTORS) {
      deviate(keys, from);
    }
  }

  /** The position of a vector in the sample, or -1 if its exact score was not measured. */
  int position(int ordinal) {
    for (int i = 0; i < scores.length; i++) {
      if (ordinals[i] == ordinal) {
        return i;
      }
    }
    return -1;
  }

  /** The exact score that was measured for a position in the sample. */
  float score(int position) {
    return scores[position];
  }

  private void deviate(long[] keys, int from) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < scores.length; i++) {
      double error = (double) scores[i] - Candidates.estimate(keys[from + i]);
      sum += error;
      squares += error * error;
    }
    double mean = sum / scores.length;
    deviation = (float) Math.sqrt(Math.max(0, squares / scores.length - mean * mean));
    bias = isKnown() ? (float) mean : 0;
  }

  /** Whether there was enough to measure. */
  boolean isKnown() {
    // An infinite score makes this NaN as well.
    return Float.isFinite(deviation);
  }

  /** By how much exact scores are greater than estimates, on average; 0 if that is not known. */
  float bias() {
    return bias;
  }

  /**
   * The unit of rerank margins, the same effort per hit for all queries. One step further behind
   * the floor there are more vectors to score exactly, by a factor of e in {@code TAIL} spreads if
   * estimates are normally distributed and the best are two deviations out; and each of them is
   * less likely to be better than its estimate by that much, by a factor of e in {@code ERROR_TAIL}
   * deviations of the error if errors follow Laplace's law. So the effort per hit grows by the
   * product. The unit is the spread if errors are as large.
   */
  float unit(float spread) {
    float error = isKnown() ? Math.max(deviation, LEAST * spread) : spread;
    return spread > 0 ? unit(spread, error) : 0;
  }

  private static float unit(float spread, float error) {
    return (1 / TAIL + 1 / ERROR_TAIL) / (1 / (TAIL * spread) + 1 / (ERROR_TAIL * error));
  }

  /** The greatest unit there may be. */
  static float greatestUnit(float spread) {
    return unit(spread, Float.POSITIVE_INFINITY);
  }
}
