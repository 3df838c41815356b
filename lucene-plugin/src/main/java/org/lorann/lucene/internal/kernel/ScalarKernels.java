// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import org.apache.lucene.store.IndexInput;

/** Plain Java loops, written so that the JIT compiler can vectorize the innermost ones. */
final class ScalarKernels extends Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public MatrixInput open(IndexInput in) {
    return new ScalarMatrixInput(in);
  }

  @Override
  public void multiplyAdd(
      float[] a, int aOffset, int aStride, float[] b, float[] c, int m, int k, int n) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        addScaled(a[aOffset + i * aStride + p], b, p * n, c, i * n, n);
      }
    }
  }

  private static void addScaled(
      float factor, float[] b, int bOffset, float[] c, int cOffset, int n) {
    for (int j = 0; j < n; j++) {
      c[cOffset + j] += factor * b[bOffset + j];
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
