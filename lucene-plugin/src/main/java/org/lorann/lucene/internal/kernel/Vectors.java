// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

/** Sums over parts of arrays that hold vectors one after the other. */
public final class Vectors {

  private Vectors() {}

  /** The squared length of a vector. */
  public static float squaredNorm(float[] vectors, int offset, int dimension) {
    // Four sums, as an addition need not wait for the one before it then.
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int i = offset;
    for (; i + 4 <= offset + dimension; i += 4) {
      s0 += vectors[i] * vectors[i];
      s1 += vectors[i + 1] * vectors[i + 1];
      s2 += vectors[i + 2] * vectors[i + 2];
      s3 += vectors[i + 3] * vectors[i + 3];
    }
    for (; i < offset + dimension; i++) {
      s0 += vectors[i] * vectors[i];
    }
    return s0 + s1 + (s2 + s3);
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
