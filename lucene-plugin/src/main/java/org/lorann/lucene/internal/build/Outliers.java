// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lorann.lucene.internal.kernel.Vectors;

/**
 * The vectors that are far from all centroids, each of which gets a cluster of its own.
 *
 * <p>In the cluster of others one such vector would do harm beyond its due: the steps of codes and
 * corrections grow with the largest, so that nothing is left of all others but noise; and as the
 * radius grows, too, each search would probe this cluster early, and measure by the noise how far
 * it must go.
 */
final class Outliers {

  /**
   * Farther away than this many times the usual distance. One vector at nine times did not change
   * what searches of 40,000 cost, in 16 dimensions; at twenty times, all of them scored all
   * vectors.
   */
  private static final double DISTANCE = 6;

  /** If more than one vector in so many is that far away, the data are like that. */
  private static final int RARITY = 256;

  /** With them, there may be so many times more clusters than there should be. */
  static final int MAX_COUNT_RATIO = 2;

  private final double limit;
  private final int most;
  private final List<float[]> points = new ArrayList<>();

  /**
   * Creates an empty list.
   *
   * @param limit the squared distance beyond which a vector is an outlier
   * @param wanted how many clusters there should be
   * @param present how many there are without the outliers
   */
  Outliers(double limit, int wanted, int present) {
    this.limit = limit;
    this.most = MAX_COUNT_RATIO * wanted - present;
  }

  /** The limit for vectors at a usual squared distance. */
  static double limit(double usual) {
    return DISTANCE * DISTANCE * usual;
  }

  /** The limit for vectors of which some have these squared distances. */
  static double limitOf(double[] squaredDistances) {
    double[] sorted = squaredDistances.clone();
    Arrays.sort(sorted);
    int usual = sorted.length - Math.ceilDiv(sorted.length, RARITY);
    return limit(Arrays.stream(sorted, 0, usual).average().orElse(0));
  }

  /** Those of some vectors that are no outliers; all, if there are too many that would be. */
  static int[] without(int[] ordinals, double[] squaredDistances) {
    double limit = limitOf(squaredDistances);
    int[] usual = new int[ordinals.length];
    int count = 0;
    for (int i = 0; i < ordinals.length; i++) {
      if (squaredDistances[i] <= limit) {
        usual[count++] = ordinals[i];
      }
    }
    boolean few = ordinals.length - count <= Math.ceilDiv(ordinals.length, RARITY);
    return few ? Arrays.copyOf(usual, count) : ordinals;
  }

  /**
   * Takes a vector that is an outlier, unless there are too many or its square overflows.
   *
   * @param squaredDistance from the nearest centroid
   * @param points the coordinates of vectors, row after row
   * @param row that of the vector
   * @return whether it was taken
   */
  boolean take(double squaredDistance, float[] points, int row, int dimensions) {
    if (squaredDistance > limit == false || this.points.size() >= most) {
      return false;
    }
    float[] point = Arrays.copyOfRange(points, row * dimensions, (row + 1) * dimensions);
    if (Float.isInfinite(Vectors.squaredNorm(point, 0, dimensions))) {
      return false;
    }
    return this.points.add(point);
  }

  /** How many there are. */
  int count() {
    return points.size();
  }

  /** Puts them behind the centroids, row after row. */
  float[] append(float[] centroids) {
    if (points.isEmpty()) {
      return centroids;
    }
    int dimensions = points.getFirst().length;
    float[] all = Arrays.copyOf(centroids, centroids.length + points.size() * dimensions);
    int row = centroids.length;
    for (float[] point : points) {
      System.arraycopy(point, 0, all, row, dimensions);
      row += dimensions;
    }
    return all;
  }
}
