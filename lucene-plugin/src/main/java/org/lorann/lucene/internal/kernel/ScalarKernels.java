// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import org.apache.lucene.store.IndexInput;

/** Plain Java loops, written so that the JIT compiler can vectorize the innermost ones. */
final class ScalarKernels extends Kernels {

  /** A panel of b, 256 KB, stays in a second-level cache. */
  private static final int PANEL_ROWS = 128;

  private static final int PANEL_COLUMNS = 512;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public MatrixInput open(IndexInput in) {
    return new ScalarMatrixInput(in);
  }

  // C2 makes vector instructions of a loop over arrays only if they are read and written at the
  // same index, as it cannot tell otherwise that what is written is not read again. So operands are
  // copied to arrays of their own first; products take a sixth of the time then.

  @Override
  public void multiplyAdd(
      float[] a, int aOffset, int aStride, float[] b, float[] c, int m, int k, int n) {
    for (int j = 0; j < n; j += PANEL_COLUMNS) {
      int width = Math.min(PANEL_COLUMNS, n - j);
      float[][] panel = new float[Math.min(PANEL_ROWS, k)][width];
      float[] sums = new float[width];
      for (int p = 0; p < k; p += PANEL_ROWS) {
        int depth = Math.min(PANEL_ROWS, k - p);
        copyPanel(b, p * n + j, n, depth, panel);
        for (int i = 0; i < m; i++) {
          System.arraycopy(c, i * n + j, sums, 0, width);
          addRows(a, aOffset + i * aStride + p, panel, depth, sums);
          System.arraycopy(sums, 0, c, i * n + j, width);
        }
      }
    }
  }

  private static void copyPanel(float[] b, int from, int n, int depth, float[][] panel) {
    for (int q = 0; q < depth; q++) {
      System.arraycopy(b, from + q * n, panel[q], 0, panel[q].length);
    }
  }

  /** Adds the first rows of a panel, each times its factor. */
  private static void addRows(
      float[] factors, int offset, float[][] panel, int depth, float[] sums) {
    int q = 0;
    for (; q + 4 <= depth; q += 4) {
      float f0 = factors[offset + q];
      float f1 = factors[offset + q + 1];
      float f2 = factors[offset + q + 2];
      float f3 = factors[offset + q + 3];
      addFour(f0, panel[q], f1, panel[q + 1], f2, panel[q + 2], f3, panel[q + 3], sums);
    }
    for (; q < depth; q++) {
      addOne(factors[offset + q], panel[q], sums);
    }
  }

  private static void addFour(
      float f0,
      float[] b0,
      float f1,
      float[] b1,
      float f2,
      float[] b2,
      float f3,
      float[] b3,
      float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = sums[j] + f0 * b0[j] + f1 * b1[j] + f2 * b2[j] + f3 * b3[j];
    }
  }

  private static void addOne(float factor, float[] b, float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += factor * b[j];
    }
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int size) {
    // Four sums, as an addition need not wait for the one before it then.
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int i = 0;
    for (; i + 4 <= size; i += 4) {
      s0 += a[aOffset + i] * b[bOffset + i];
      s1 += a[aOffset + i + 1] * b[bOffset + i + 1];
      s2 += a[aOffset + i + 2] * b[bOffset + i + 2];
      s3 += a[aOffset + i + 3] * b[bOffset + i + 3];
    }
    for (; i < size; i++) {
      s0 += a[aOffset + i] * b[bOffset + i];
    }
    return s0 + s1 + (s2 + s3);
  }

  @Override
  public int argMax(float[] values, int offset, int size) {
    int best = 0;
    for (int i = 1; i < size; i++) {
      if (values[offset + i] > values[offset + best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public int select(float[] scores, int from, int to, float threshold, int[] positions) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (scores[i] > threshold) {
        positions[count++] = i;
      }
    }
    return count;
  }
}
