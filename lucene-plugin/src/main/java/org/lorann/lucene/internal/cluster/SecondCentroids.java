// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.Vectors;

/**
 * Chooses a second cluster for points, so that a query that misses the first may still find them.
 *
 * <p>The next nearest centroid would be a poor choice: a query that the first centroid misjudges,
 * because it lies in the direction of the point's residual, would be misjudged by the second too.
 * So the residual to the second centroid is charged once more for its part along the first residual
 * (SOAR: Sun, Simcha, Dopson, Guo, Kumar, NeurIPS 2023, arXiv:2404.00774, with lambda = 1).
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SecondCentroids {

  /** Nearest centroids among which the second is chosen; more hardly change the choice. */
  private static final int CANDIDATES = 8;

  private final NearestCentroids nearest;
  private final float[] centroids;
  private final int dimension;

  /** Prepares centroids, stored row after row. */
  public SecondCentroids(NearestCentroids nearest, float[] centroids, int dimension) {
    this.nearest = nearest;
    this.centroids = centroids;
    this.dimension = dimension;
  }

  /** The number of centroids. */
  public int count() {
    return nearest.count();
  }

  /**
   * The clusters of a batch of points.
   *
   * @param first the nearest centroid of each point
   * @param second its second centroid, or -1 if there is none
   * @param losses how poor the second is compared with the first: the ratio of what is to be
   *     minimized for each
   * @param distances the squared distance of each point from its nearest centroid
   */
  public record Choice(int[] first, int[] second, float[] losses, float[] distances) {}

  /** Chooses the clusters of {@code size} points. */
  public Choice choose(float[] points, int size) {
    int candidates = Math.min(CANDIDATES, nearest.count());
    int[] lists = new int[size * candidates];
    nearest.nearest(points, 0, size, candidates, lists);
    Choice choice = new Choice(new int[size], new int[size], new float[size], new float[size]);
    float[] point = new float[dimension];
    float[] residual = new float[dimension];
    float[] other = new float[dimension];
    for (int i = 0; i < size; i++) {
      int first = lists[i * candidates];
      choice.first[i] = first;
      choice.second[i] = -1;
      choice.losses[i] = Float.POSITIVE_INFINITY;
      System.arraycopy(points, i * dimension, point, 0, dimension);
      float energy = residual(point, first, residual);
      choice.distances[i] = energy;
      for (int j = 1; j < candidates && energy > 0; j++) {
        int second = lists[i * candidates + j];
        float loss = loss(point, second, other, residual, energy) / energy;
        if (loss < choice.losses[i]) {
          choice.losses[i] = loss;
          choice.second[i] = second;
        }
      }
    }
    return choice;
  }

  /** Computes the residual to a centroid, and returns its squared length. */
  private float residual(float[] point, int centroid, float[] residual) {
    System.arraycopy(centroids, centroid * dimension, residual, 0, dimension);
    for (int i = 0; i < dimension; i++) {
      residual[i] = point[i] - residual[i];
    }
    return Vectors.squaredNorm(residual, 0, dimension);
  }

  /** The squared length of the second residual, and of its part along the first. */
  private float loss(float[] point, int centroid, float[] second, float[] first, float energy) {
    float length = residual(point, centroid, second);
    float along = Kernels.get().dot(second, 0, first, 0, dimension);
    return length + along * along / energy;
  }
}
