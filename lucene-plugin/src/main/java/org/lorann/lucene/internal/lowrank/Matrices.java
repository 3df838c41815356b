// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import org.lorann.lucene.internal.kernel.Kernels;

/** Products of dense row-major matrices, on the project's kernels. */
public final class Matrices {

  private static final Kernels KERNELS = Kernels.get();

  private Matrices() {}

  /** {@code a * b} of an {@code m x k} and a {@code k x n} matrix. */
  public static float[] multiply(float[] a, float[] b, int m, int k, int n) {
    float[] c = new float[m * n];
    KERNELS.multiplyAdd(a, 0, k, 1, b, c, m, k, n);
    return c;
  }

  /** {@code a^T * b} of a {@code k x m} and a {@code k x n} matrix. */
  public static float[] multiplyTransposed(float[] a, float[] b, int m, int k, int n) {
    float[] c = new float[m * n];
    KERNELS.multiplyAdd(a, 0, 1, m, b, c, m, k, n);
    return c;
  }

  /**
   * Adds the sum of the outer products of {@code size} rows with themselves, {@code rows^T rows}.
   */
  public static void addSecondMoment(float[] rows, int size, int n, float[] moment) {
    KERNELS.multiplyAdd(rows, 0, 1, n, rows, moment, n, size, n);
  }

  /** The transpose, {@code columns x rows}, of a {@code rows x columns} matrix. */
  public static float[] transpose(float[] a, int rows, int columns) {
    float[] t = new float[a.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t[j * rows + i] = a[i * columns + j];
      }
    }
    return t;
  }

  /** The sum of the diagonal of an {@code n x n} matrix. */
  public static double trace(float[] a, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[i * n + i];
    }
    return sum;
  }

  static float[] flatten(float[][] rows, int columns) {
    float[] flat = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return flat;
  }

  static void unflatten(float[] flat, float[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * rows[i].length, rows[i], 0, rows[i].length);
    }
  }
}
