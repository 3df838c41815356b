// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * Measures the spread of a query's scores within clusters: the standard deviation from the mean of
 * the cluster, over the first few clusters probed. Margins are given in units of it, which makes
 * them comparable between queries: a query far from everything sees all scores close together.
 * Clusters of one vector, or of copies of one, say nothing about it and do not count.
 */
final class SpreadMeter {

  /** Clusters measured. */
  private static final int CLUSTERS = 4;

  /** Clusters looked at, after which no more are waited for that have a spread. */
  private static final int MAX_CLUSTERS = 64;

  private int clusters;
  private int seen;
  private long vectors;
  private double squares;
  private double radiusSquares;

  boolean isComplete() {
    return clusters == CLUSTERS || seen == MAX_CLUSTERS;
  }

  /**
   * Adds a cluster.
   *
   * @param estimates the estimates of its {@code size} vectors
   * @param radius its radius
   */
  void add(float[] estimates, int size, float radius) {
    // Four sums of each kind, as an addition need not wait for the one before it then.
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    float q0 = 0, q1 = 0, q2 = 0, q3 = 0;
    float origin = estimates[0];
    int i = 0;
    for (; i + 4 <= size; i += 4) {
      float a = estimates[i] - origin;
      float b = estimates[i + 1] - origin;
      float c = estimates[i + 2] - origin;
      float d = estimates[i + 3] - origin;
      s0 += a;
      s1 += b;
      s2 += c;
      s3 += d;
      q0 += a * a;
      q1 += b * b;
      q2 += c * c;
      q3 += d * d;
    }
    for (; i < size; i++) {
      float a = estimates[i] - origin;
      s0 += a;
      q0 += a * a;
    }
    double sum = (double) s0 + s1 + s2 + s3;
    double deviation = (double) q0 + q1 + q2 + q3 - sum * sum / size;
    seen++;
    if (deviation > 0) {
      squares += deviation;
      radiusSquares += (double) size * radius * radius;
      vectors += size;
      clusters++;
    }
  }

  /** The standard deviation, 0 before anything was added. */
  float spread() {
    return root(squares, vectors);
  }

  /** The standard deviation to be expected in a cluster of radius one. */
  float perRadius() {
    return root(squares, radiusSquares);
  }

  private static float root(double numerator, double denominator) {
    return denominator > 0 ? (float) Math.sqrt(numerator / denominator) : 0;
  }
}
