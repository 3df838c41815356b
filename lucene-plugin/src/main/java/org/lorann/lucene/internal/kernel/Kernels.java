// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import org.apache.lucene.store.IndexInput;

/**
 * The loops that all the time goes into, in one of two implementations: {@code PanamaKernels},
 * which needs the {@code jdk.incubator.vector} module and Java 22, and {@link ScalarKernels}, plain
 * Java. Both give the same results up to the rounding of differently ordered float sums; integer
 * sums are identical. The implementation is chosen once, see {@link KernelsLookup}.
 *
 * <p>Implementations are stateless and safe for use by many threads.
 */
public abstract sealed class Kernels permits ScalarKernels, SimdKernels {

  Kernels() {}

  /** The fastest implementation this JVM can run. */
  public static Kernels get() {
    return KernelsLookup.INSTANCE;
  }

  /** {@code "panama"} or {@code "scalar"}. */
  public abstract String name();

  /**
   * Opens a view of an index file that multiplies the {@link PackedMatrix packed matrices} stored
   * in it. The view is for one thread and valid as long as {@code in} is open.
   */
  public abstract MatrixInput open(IndexInput in);

  /**
   * Matrix product {@code c += a * b} of an {@code m x k} matrix {@code a}, a {@code k x n} matrix
   * {@code b} and an {@code m x n} matrix {@code c}. The last two are dense and row-major.
   *
   * @param a the elements of {@code a}: element (i, p) is at {@code aOffset + i * aStride + p}.
   *     With a stride between columns as well, for transposed operands, C2 would check the bounds
   *     of each element, and products take a quarter longer
   */
  public abstract void multiplyAdd(
      float[] a, int aOffset, int aStride, float[] b, float[] c, int m, int k, int n);

  /** The inner product of {@code size} numbers of one array and as many of another. */
  public abstract float dot(float[] a, int aOffset, float[] b, int bOffset, int size);

  /**
   * The position, relative to {@code offset}, of the first of the greatest values. None may be NaN.
   */
  public abstract int argMax(float[] values, int offset, int size);

  /**
   * Finds the scores above a threshold.
   *
   * @param positions receives, in ascending order, the positions from {@code from} on and below
   *     {@code to} whose score is greater than {@code threshold}; must have room for all
   * @return how many there are
   */
  public abstract int select(float[] scores, int from, int to, float threshold, int[] positions);
}
