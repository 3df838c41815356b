// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.util.Arrays;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;

/**
 * Finds the centroids nearest to points by Euclidean distance, for whole batches of points at once:
 * the distances come from one matrix product. Immutable and safe for use by many threads.
 */
public final class NearestCentroids {

  /** Products of at most this many floats are made at a time, to stay within the caches. */
  private static final int MAX_SCORES = 1 << 18;

  private static final Kernels KERNELS = Kernels.get();

  private final int count;
  private final int dimension;
  private final float[] transposed;
  private final float[] halfSquaredNorms;

  /** Prepares {@code count} centroids, stored row after row. */
  public NearestCentroids(float[] centroids, int count, int dimension) {
    this.count = count;
    this.dimension = dimension;
    this.transposed = Matrices.transpose(centroids, count, dimension);
    this.halfSquaredNorms = new float[count];
    for (int i = 0; i < count; i++) {
      halfSquaredNorms[i] = 0.5f * Vectors.squaredNorm(centroids, i * dimension, dimension);
    }
  }

  /** The number of centroids. */
  public int count() {
    return count;
  }

  /** Receives, for one point, its similarity to every centroid. */
  private interface ScoreConsumer {
    /**
     * Called once per point.
     *
     * @param scores from {@code offset} on, half the point's squared norm less half its squared
     *     distance to each centroid
     */
    void accept(int point, float[] scores, int offset);
  }

  /**
   * Finds the nearest centroid of each point.
   *
   * @param points {@code size} points, row after row, beginning with row {@code from}
   * @param nearest receives the centroid of point {@code from + i} at {@code from + i}
   */
  public void nearest(float[] points, int from, int size, int[] nearest) {
    forEachPoint(
        points,
        from,
        size,
        (point, scores, offset) -> nearest[point] = KERNELS.argMax(scores, offset, count));
  }

  /**
   * Finds the {@code k} nearest centroids of each point, nearest first.
   *
   * @param nearest receives those of point i from {@code i * k} on
   */
  public void nearest(float[] points, int from, int size, int k, int[] nearest) {
    assert k <= count;
    forEachPoint(
        points,
        from,
        size,
        (point, scores, offset) -> {
          for (int i = 0; i < k; i++) {
            int best = KERNELS.argMax(scores, offset, count);
            nearest[point * k + i] = best;
            scores[offset + best] = Float.NEGATIVE_INFINITY;
          }
        });
  }

  private void forEachPoint(float[] points, int from, int size, ScoreConsumer consumer) {
    int batch = Math.clamp(MAX_SCORES / count, 1, Math.max(1, size));
    float[] scores = new float[batch * count];
    for (int i = from; i < from + size; i += batch) {
      int rows = Math.min(batch, from + size - i);
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < count; j++) {
          scores[row * count + j] = -halfSquaredNorms[j];
        }
      }
      KERNELS.multiplyAdd(
          points, i * dimension, dimension, 1, transposed, scores, rows, dimension, count);
      for (int row = 0; row < rows; row++) {
        consumer.accept(i + row, scores, row * count);
      }
    }
  }

  /** The number of points in {@code assignments} that belong to each centroid. */
  static int[] sizes(int[] assignments, int count) {
    int[] sizes = new int[count];
    Arrays.stream(assignments).forEach(cluster -> sizes[cluster]++);
    return sizes;
  }
}
