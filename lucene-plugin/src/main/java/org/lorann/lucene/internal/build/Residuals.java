// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.Vectors;

/**
 * What is left of the vectors of a cluster without its centroid.
 *
 * @param values one row of projected coordinates per vector
 * @param corrections what each vector's score differs by from the cluster's, beside what its code
 *     says
 */
record Residuals(float[] values, float[] corrections) {

  /** Turns projected points into residuals, in place. */
  static Residuals of(Projection.Batch batch, float[] centroid, boolean euclidean) {
    int s = centroid.length;
    float[] z = batch.points().values();
    float[] corrections = new float[batch.points().size()];
    float[] residual = new float[s];
    for (int i = 0; i < corrections.length; i++) {
      System.arraycopy(z, i * s, residual, 0, s);
      subtract(residual, centroid);
      System.arraycopy(residual, 0, z, i * s, s);
      corrections[i] =
          euclidean
              ? -0.5f * (batch.droppedEnergy()[i] + Vectors.squaredNorm(residual, 0, s))
              : Kernels.get().dot(residual, 0, centroid, 0, s);
    }
    return new Residuals(z, corrections);
  }

  private static void subtract(float[] point, float[] centroid) {
    for (int j = 0; j < point.length; j++) {
      point[j] -= centroid[j];
    }
  }

  /** The number of vectors. */
  int size() {
    return corrections.length;
  }

  /** The sum of the squared lengths. */
  float energy() {
    return Vectors.squaredNorm(values, 0, values.length);
  }
}
