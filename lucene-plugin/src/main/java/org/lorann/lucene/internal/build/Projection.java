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

  /** The squared length, in units of z, of what the projection drops from each vector. */
  record Batch(Points points, float[] droppedEnergy) {}

  /** Projects vectors read by ordinal. */
  Batch project(VectorSource vectors, int[] ordinals, int from, int size) throws IOException {
    int d = mean.length;
    float[] raw = new float[size * d];
    float[] energies = new float[size];
    for (int i = 0; i < size; i++) {
      vectors.read(ordinals[from + i], raw, i * d);
      energies[i] = centre(raw, i * d);
    }
    float[] z = Matrices.multiply(raw, axes, size, d, dimensions);
    for (int i = 0; i < size; i++) {
      energies[i] = Math.max(0, energies[i] - Vectors.squaredNorm(z, i * dimensions, dimensions));
    }
    return new Batch(new Points(z, size, dimensions), energies);
  }

  private float centre(float[] raw, int offset) {
    for (int i = 0; i < mean.length; i++) {
      raw[offset + i] = (raw[offset + i] - mean[i]) * scale;
    }
    return Vectors.squaredNorm(raw, offset, mean.length);
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
