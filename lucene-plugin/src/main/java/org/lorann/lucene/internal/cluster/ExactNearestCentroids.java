// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;

/** Compares each point with all centroids: the distances come from one matrix product. */
final class ExactNearestCentroids extends NearestCentroids {

  /** Products of at most this many floats are made at a time, to stay within the caches. */
  private static final int MAX_SCORES = 1 << 16;

  private static final Kernels KERNELS = Kernels.get();

  private final int count;
  private final int dimension;
  private final float[] transposed;
  private final float[] negatedHalfNorms;

  ExactNearestCentroids(float[] centroids, int count, int dimension) {
    this.count = count;
    this.dimension = dimension;
    this.transposed = Matrices.transpose(centroids, count, dimension);
    this.negatedHalfNorms = new float[count];
    for (int i = 0; i < count; i++) {
      negatedHalfNorms[i] = -0.5f * Vectors.squaredNorm(centroids, i * dimension, dimension);
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void nearest(float[] points, int from, int size, int k, int[] nearest) {
    assert k <= count;
    int batch = Math.clamp(MAX_SCORES / count, 1, Math.max(1, size));
    float[] scores = new float[batch * count];
    for (int i = from; i < from + size; i += batch) {
      int rows = Math.min(batch, from + size - i);
      score(points, i, rows, scores);
      best(scores, rows, k, nearest, i * k);
    }
  }

  /**
   * Computes, for each point and centroid, half the point's squared norm less half its squared
   * distance to the centroid.
   */
  void score(float[] points, int from, int size, float[] scores) {
    fillNorms(scores, size);
    KERNELS.multiplyAdd(
        points, from * dimension, dimension, transposed, scores, size, dimension, count);
  }

  // Loops over rows stand in methods without the product: C2 would compile that with each of them.

  private void fillNorms(float[] scores, int rows) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(negatedHalfNorms, 0, scores, row * count, count);
    }
  }

  private void best(float[] scores, int rows, int k, int[] nearest, int target) {
    for (int row = 0; row < rows; row++) {
      bestOfRow(scores, row * count, k, nearest, target + row * k);
    }
  }

  private void bestOfRow(float[] scores, int offset, int k, int[] nearest, int target) {
    for (int i = 0; i < k; i++) {
      int best = KERNELS.argMax(scores, offset, count);
      nearest[target + i] = best;
      scores[offset + best] = Float.NEGATIVE_INFINITY;
    }
  }
}
