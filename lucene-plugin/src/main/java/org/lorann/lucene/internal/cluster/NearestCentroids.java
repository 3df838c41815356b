// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Finds the centroids nearest to points by Euclidean distance, for whole batches of points at once.
 * Immutable and safe for use by many threads. What is found for a point does not depend on the
 * points that come with it.
 */
public abstract class NearestCentroids {

  /**
   * Centroids from which on they are searched in groups. With fewer, the larger products of an
   * exact search make up for the distances that groups would save.
   */
  private static final int MIN_GROUPED = 1024;

  NearestCentroids() {}

  /**
   * Prepares {@code count} centroids, stored row after row. If there are many, what is found may
   * now and then not be the nearest one, but one nearly as near.
   */
  public static NearestCentroids of(
      float[] centroids, int count, int dimension, SplittableRandom random, BatchRunner runner)
      throws IOException {
    if (count >= MIN_GROUPED) {
      var grouped = new GroupedNearestCentroids(centroids, count, dimension, random, runner);
      // Centroids that cannot be told apart fall into few groups.
      if (grouped.groups() >= GroupedNearestCentroids.PROBES) {
        return grouped;
      }
    }
    return new ExactNearestCentroids(centroids, count, dimension);
  }

  /** The number of centroids. */
  public abstract int count();

  /**
   * Finds the {@code k} nearest centroids of each point, nearest first.
   *
   * @param points {@code size} points, row after row, beginning with row {@code from}
   * @param k from 1 to 8, and no more than there are centroids
   * @param nearest receives those of point {@code from + i} from {@code (from + i) * k} on
   */
  public abstract void nearest(float[] points, int from, int size, int k, int[] nearest);

  /** The number of points in {@code assignments} that belong to each centroid. */
  static int[] sizes(int[] assignments, int count) {
    int[] sizes = new int[count];
    Arrays.stream(assignments).forEach(cluster -> sizes[cluster]++);
    return sizes;
  }
}
