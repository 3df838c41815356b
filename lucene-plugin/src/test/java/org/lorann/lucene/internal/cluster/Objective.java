// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import org.lorann.lucene.internal.RandomData;

/** Naive measures of clusterings. */
final class Objective {

  /** Runs everything on the calling thread, in one batch. */
  static final BatchRunner SERIAL = (size, task) -> task.run(0, size);

  private Objective() {}

  /** The sum of squared distances from points to their nearest centroid, what k-means minimizes. */
  static double of(Points points, float[] centroids) {
    int d = points.dimension();
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int from = 0; from < centroids.length; from += d) {
        nearest =
            Math.min(
                nearest, RandomData.squareDistance(points.values(), i * d, centroids, from, d));
      }
      sum += nearest;
    }
    return sum;
  }
}
