// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import org.lorann.lucene.internal.kernel.Kernels;

/** Products of dense row-major matrices, on the project's kernels. */
public final class Matrices {

  private static final Kernels KERNELS = Kernels.get();

  /** Columns of a second moment computed at a time. */
  public static final int MOMENT_COLUMNS = 64;

  /** Rows transposed at a time: one cache line of floats. */
  private static final int BAND = 16;

  private Matrices() {}

  /** {@code a * b} of an {@code m x k} and a {@code k x n} matrix. */
  public static float[] multiply(float[] a, float[] b, int m, int k, int n) {
    float[] c = new float[m * n];
    KERNELS.multiplyAdd(a, 0, k, b, c, m, k, n);
    return c;
  }

  /** {@code a^T * b} of a {@code k x m} and a {@code k x n} matrix. */
  public static float[] multiplyTransposed(float[] a, float[] b, int m, int k, int n) {
    return multiply(transpose(a, k, m), b, m, k, n);
  }

  /**
   * Adds the sum of the outer products of {@code size} rows with themselves, {@code rows^T rows}.
   */
  public static void addSecondMoment(float[] rows, int size, int n, float[] moment) {
    float[] transposed = transpose(rows, size, n);
    for (int from = 0; from < n; from += MOMENT_COLUMNS) {
      addSecondMoment(rows, transposed, size, n, from, moment);
    }
  }

  /**
   * A part of the same: the {@link #MOMENT_COLUMNS} columns from {@code from} on down to the
   * diagonal, and their mirror image. Threads may add different columns at the same time.
   *
   * @param transposed the transpose of the rows
   */
  public static void addSecondMoment(
      float[] rows, float[] transposed, int size, int n, int from, float[] moment) {
    int columns = Math.min(MOMENT_COLUMNS, n - from);
    float[] block = new float[size * columns];
    for (int i = 0; i < size; i++) {
      System.arraycopy(rows, i * n + from, block, i * columns, columns);
    }
    int end = from + columns;
    float[] product = new float[end * columns];
    KERNELS.multiplyAdd(transposed, 0, size, block, product, end, size, columns);
    addSymmetric(product, end, columns, moment, n);
  }

  /** Adds the columns that end at {@code end} of a symmetric matrix, down to the diagonal. */
  private static void addSymmetric(float[] product, int end, int columns, float[] moment, int n) {
    int from = end - columns;
    for (int i = 0; i < end; i++) {
      for (int j = Math.max(0, i - from); j < columns; j++) {
        moment[i * n + from + j] += product[i * columns + j];
        if (from + j != i) {
          moment[(from + j) * n + i] += product[i * columns + j];
        }
      }
    }
  }

  /** The transpose, {@code columns x rows}, of a {@code rows x columns} matrix. */
  public static float[] transpose(float[] a, int rows, int columns) {
    float[] t = new float[a.length];
    // A band of rows at a time: the cache lines of t written to by one row serve the next ones too.
    for (int from = 0; from < rows; from += BAND) {
      int to = Math.min(rows, from + BAND);
      for (int j = 0; j < columns; j++) {
        for (int i = from; i < to; i++) {
          t[j * rows + i] = a[i * columns + j];
        }
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
