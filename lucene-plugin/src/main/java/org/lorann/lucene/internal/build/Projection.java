// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.lorann.lucene.internal.cluster.Points;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;

/**
 * Maps vectors to the few coordinates that carry most of their energy: {@code z = scale * W^T (x -
 * mean)} with orthonormal columns W. The scale makes the mean squared length of z about one, so
 * that nothing that follows depends on the unit of the data.
 *
 * @param mean d numbers
 * @param axes W, {@code d x s}
 * @param dimensions s
 * @param scale greater than zero
 * @param energyKept the share of the energy of the centred vectors that W keeps, at most 1
 */
record Projection(float[] mean, float[] axes, int dimensions, float scale, float energyKept) {

  /** Numbers of raw vectors in memory at a time: 256 KB stay in a second-level cache. */
  private static final int MAX_RAW = 1 << 16;

  /** The squared length, in units of z, of what the projection drops from each vector. */
  record Batch(Points points, float[] droppedEnergy) {}

  /** Projects vectors read by ordinal. */
  Batch project(VectorSource vectors, int[] ordinals, int from, int size) throws IOException {
    float[] energies = new float[size];
    float[] z = new float[size * dimensions];
    int rows = Math.clamp(MAX_RAW / mean.length, 1, Math.max(1, size));
    float[] raw = new float[rows * mean.length];
    for (int i = 0; i < size; i += rows) {
      int count = Math.min(rows, size - i);
      read(vectors, ordinals, from + i, count, raw, energies, i);
      float[] product = Matrices.multiply(raw, axes, count, mean.length, dimensions);
      System.arraycopy(product, 0, z, i * dimensions, product.length);
    }
    for (int i = 0; i < size; i++) {
      energies[i] = Math.max(0, energies[i] - Vectors.squaredNorm(z, i * dimensions, dimensions));
    }
    return new Batch(new Points(z, size, dimensions), energies);
  }

  /** Reads vectors, centred and scaled, and tells their squared lengths. */
  private void read(
      VectorSource vectors,
      int[] ordinals,
      int from,
      int count,
      float[] raw,
      float[] energies,
      int first)
      throws IOException {
    float[] vector = new float[mean.length];
    for (int i = 0; i < count; i++) {
      vectors.read(ordinals[from + i], vector, 0);
      energies[first + i] = centre(vector);
      System.arraycopy(vector, 0, raw, i * vector.length, vector.length);
    }
  }

  /**
   * In place, and in an array of its own: C2 makes vector instructions of a loop over two arrays
   * only if both are used at the same index. It takes a third of the time then.
   */
  private float centre(float[] vector) {
    for (int i = 0; i < mean.length; i++) {
      vector[i] = (vector[i] - mean[i]) * scale;
    }
    return Vectors.squaredNorm(vector, 0, vector.length);
  }

  /** What the projection of a vector gains when its mean is not subtracted: {@code W^T mean}. */
  float[] projectedMean() {
    float[] z = Matrices.multiply(mean, axes, 1, mean.length, dimensions);
    for (int i = 0; i < dimensions; i++) {
      z[i] *= scale;
    }
    return z;
  }
}
