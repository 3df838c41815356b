// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * Which share of a query's nearest neighbours is still to be expected in the clusters that were not
 * probed yet. It tells queries apart that look the same from the distance of the next cluster: one
 * that lies within a group of vectors has found nearly all there are, one that lies between many,
 * or away from all, has as much to expect elsewhere.
 *
 * <p>A cluster is expected to have neighbours in proportion to its size and to {@code e^-2g} if its
 * score is g of its deviations behind the floor: the tail of a normal distribution falls at about
 * that rate two deviations out. Only ratios matter.
 */
final class Expectation {

  /** How fast neighbours become rare with the distance, per deviation. */
  private static final float DECAY = 2;

  /** The greatest exponent: two deviations above the floor count as much as more. */
  private static final float MOST = 4;

  /** The power that stands for an exponential, which C2 can vectorize: eight squarings. */
  private static final int POWER = 1 << 8;

  /** What is left is never less than this share: it is a sum of rounded numbers. */
  private static final double LEAST = 1e-6;

  private final float[] expected;
  private final double all;
  private double left;

  /**
   * Expects neighbours in all clusters.
   *
   * @param deviation the deviation of scores in a cluster of radius one
   * @param floor the score to beat
   */
  Expectation(ClusterRanking ranking, float deviation, float floor) {
    float[] scores = ranking.scores();
    float[] radii = ranking.radii();
    int[] sizes = ranking.sizes();
    float rate = DECAY / Math.max(deviation, Float.MIN_NORMAL) / POWER;
    float most = MOST / POWER;
    expected = new float[ranking.count()];
    for (int i = 0; i < expected.length; i++) {
      float exponent = Math.min(most, (scores[i] - floor) * rate / radii[i]);
      expected[i] = sizes[i] * power(Math.max(0, 1 + exponent));
    }
    all = sum(expected);
    left = all;
  }

  /** {@code base} to the power of {@link #POWER}. With a loop in here, C2 vectorizes none. */
  private static float power(float base) {
    float power2 = base * base;
    float power4 = power2 * power2;
    float power8 = power4 * power4;
    float power16 = power8 * power8;
    float power32 = power16 * power16;
    float power64 = power32 * power32;
    float power128 = power64 * power64;
    return power128 * power128;
  }

  /** Four sums, as an addition need not wait for the one before it then. */
  private static double sum(float[] values) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int i = 0;
    for (; i + 4 <= values.length; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    for (; i < values.length; i++) {
      s0 += values[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Takes note that a cluster was probed. */
  void probed(int cluster) {
    left -= expected[cluster];
  }

  /**
   * The share that is left, greater than zero and at most one.
   *
   * @param worth how much of what was expected of the clusters probed they could have had, from
   *     zero to one
   */
  double left(double worth) {
    double possible = left + worth * (all - left);
    return possible > 0 ? Math.clamp(left / possible, LEAST, 1) : LEAST;
  }
}
