// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

/** Sums over parts of arrays that hold vectors one after the other. */
public final class Vectors {

  private Vectors() {}

  /** The squared length of a vector. */
  public static float squaredNorm(float[] vectors, int offset, int dimension) {
    return Kernels.get().dot(vectors, offset, vectors, offset, dimension);
  }

  /**
   * The squared distance of two vectors.
   *
   * @param difference takes one minus the other
   */
  public static float squaredDistance(float[] a, float[] b, float[] difference) {
    for (int i = 0; i < difference.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return squaredNorm(difference, 0, difference.length);
  }

  /** Scales a vector to unit length; the zero vector, which has no direction, stays as it is. */
  public static void normalize(float[] vectors, int offset, int dimension) {
    double squares = 0;
    for (int i = offset; i < offset + dimension; i++) {
      squares += (double) vectors[i] * vectors[i];
    }
    if (squares > 0) {
      double factor = 1 / Math.sqrt(squares);
      for (int i = offset; i < offset + dimension; i++) {
        vectors[i] = (float) (vectors[i] * factor);
      }
    }
  }
}
