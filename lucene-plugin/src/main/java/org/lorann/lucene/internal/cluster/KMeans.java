// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.lorann.lucene.internal.kernel.Vectors;

/**
 * Lloyd's algorithm with k-means++ seeding (Arthur and Vassilvitskii, 2007). A cluster that runs
 * empty takes over one half of the largest cluster.
 */
final class KMeans {

  /** Points per centroid that k-means++ looks at; more make seeding slower, not better. */
  private static final int SEEDING_POINTS = 32;

  /** Points read at a time. */
  private static final int BATCH = 256;

  private final PointSet points;
  private final int k;
  private final SplittableRandom random;

  /** Prepares to cluster; {@code k} must be between 1 and the number of points. */
  KMeans(PointSet points, int k, SplittableRandom random) {
    assert k >= 1 && k <= points.size() : k + " clusters of " + points.size() + " points";
    this.points = points;
    this.k = k;
    this.random = random;
  }

  /** Clusters from scratch. */
  float[] run(int iterations, BatchRunner runner) throws IOException {
    return refine(points, seed(runner), k, iterations, random, runner);
  }

  /**
   * Improves centroids by Lloyd iterations, which never increase the sum of squared distances from
   * points to their nearest centroid as long as no cluster is empty. Stops early when no point
   * moves and no cluster is empty.
   */
  static float[] refine(
      PointSet points,
      float[] centroids,
      int k,
      int iterations,
      SplittableRandom random,
      BatchRunner runner)
      throws IOException {
    int[] previous = null;
    for (int i = 0; i < iterations; i++) {
      int[] assignments = assign(points, centroids, k, random, runner);
      // An empty cluster may have been moved onto the very centroid of another, and is empty still.
      if (Arrays.equals(assignments, previous) && noneIsEmpty(assignments, k)) {
        break;
      }
      centroids = means(points, assignments, k, random, runner);
      previous = assignments;
    }
    return centroids;
  }

  private static boolean noneIsEmpty(int[] assignments, int k) {
    return Arrays.stream(NearestCentroids.sizes(assignments, k)).noneMatch(size -> size == 0);
  }

  /** The nearest centroid of each point. */
  static int[] assign(
      PointSet points, float[] centroids, int k, SplittableRandom random, BatchRunner runner)
      throws IOException {
    int dimension = points.dimension();
    NearestCentroids index = NearestCentroids.of(centroids, k, dimension, random, runner);
    int[] assignments = new int[points.size()];
    runner.run(
        points.size(),
        (from, size) -> {
          float[] batch = new float[size * dimension];
          points.read(from, size, batch);
          int[] nearest = new int[size];
          index.nearest(batch, 0, size, 1, nearest);
          System.arraycopy(nearest, 0, assignments, from, size);
        });
    return assignments;
  }

  private float[] seed(BatchRunner runner) throws IOException {
    int dimension = points.dimension();
    float[][] sample = samplePoints(Math.min(points.size(), SEEDING_POINTS * k));
    float[] centroids = new float[k * dimension];
    float[] difference = new float[dimension];
    float[] distances = new float[sample.length];
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    int next = random.nextInt(sample.length);
    for (int i = 0; i < k; i++) {
      runner.checkAborted();
      System.arraycopy(sample[next], 0, centroids, i * dimension, dimension);
      double total = 0;
      for (int j = 0; j < sample.length; j++) {
        distances[j] =
            Math.min(distances[j], Vectors.squaredDistance(sample[next], sample[j], difference));
        total += distances[j];
      }
      next = drawProportionally(distances, total);
    }
    return centroids;
  }

  private float[][] samplePoints(int size) throws IOException {
    int[] rows = Sampling.choose(points.size(), size, random);
    float[][] sample = new float[size][points.dimension()];
    for (int i = 0; i < size; i++) {
      points.read(rows, i, 1, sample[i]);
    }
    return sample;
  }

  private int drawProportionally(float[] weights, double total) {
    double target = random.nextDouble() * total;
    for (int i = 0; i < weights.length; i++) {
      target -= weights[i];
      if (target < 0) {
        return i;
      }
    }
    return random.nextInt(weights.length); // all points are equal
  }

  private static float[] means(
      PointSet points, int[] assignments, int k, SplittableRandom random, BatchRunner runner)
      throws IOException {
    int dimension = points.dimension();
    int[] sizes = NearestCentroids.sizes(assignments, k);
    float[][] sums = new float[k][dimension];
    float[] point = new float[dimension];
    float[] batch = new float[Math.min(BATCH, points.size()) * dimension];
    for (int from = 0; from < assignments.length; from += BATCH) {
      runner.checkAborted();
      int size = Math.min(BATCH, assignments.length - from);
      points.read(from, size, batch);
      for (int i = 0; i < size; i++) {
        System.arraycopy(batch, i * dimension, point, 0, dimension);
        add(point, sums[assignments[from + i]]);
      }
    }
    float[] means = new float[k * dimension];
    for (int i = 0; i < k; i++) {
      scale(sums[i], 1f / Math.max(1, sizes[i]));
      System.arraycopy(sums[i], 0, means, i * dimension, dimension);
    }
    repairEmpty(means, sizes, points, assignments, random);
    return means;
  }

  private static void add(float[] point, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += point[i];
    }
  }

  private static void scale(float[] sum, float factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] *= factor;
    }
  }

  /** Moves each empty cluster's centroid onto a random member of the largest cluster. */
  private static void repairEmpty(
      float[] centroids, int[] sizes, PointSet points, int[] assignments, SplittableRandom random)
      throws IOException {
    int dimension = points.dimension();
    float[] point = new float[dimension];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 0) {
        int largest = indexOfGreatest(sizes);
        int member = randomMember(assignments, largest, random);
        points.read(member, 1, point);
        System.arraycopy(point, 0, centroids, i * dimension, dimension);
        sizes[i] = sizes[largest] / 2;
        sizes[largest] -= sizes[i];
      }
    }
  }

  private static int indexOfGreatest(int[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int randomMember(int[] assignments, int cluster, SplittableRandom random) {
    int start = random.nextInt(assignments.length);
    for (int i = 0; i < assignments.length; i++) {
      int candidate = (start + i) % assignments.length;
      if (assignments[candidate] == cluster) {
        return candidate;
      }
    }
    return start;
  }
}
