// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;
import static org.lorann.lucene.internal.RandomData.UNIT_ROUNDOFF;

import java.util.Arrays;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

/** Compares the scalar kernels and those this JVM prefers with naive loops. */
public class TestKernels extends LuceneTestCase {

  private static final List<Kernels> ALL = List.of(new ScalarKernels(), Kernels.get());

  /** A product {@code c += a b}, with a left operand that has gaps between its rows. */
  private static final class Product {
    final int m = randomIntBetween(1, 40);
    // Beyond the 256 rows or 512 columns that products take at a time, now and then.
    final int k = rarely() ? randomIntBetween(120, 600) : randomIntBetween(1, 50);
    final int n = rarely() ? randomIntBetween(100, 1_100) : randomIntBetween(1, 70);
    final int aOffset = randomIntBetween(0, 20);
    final int aStride = k + randomIntBetween(0, 3);
    final float[] a = RandomData.gaussian(random(), aOffset + (m - 1) * aStride + k);
    final float[] b = RandomData.gaussian(random(), k * n);
    final float[] c = RandomData.gaussian(random(), m * n + randomIntBetween(0, 3));

    float[] result(Kernels kernels) {
      float[] result = c.clone();
      kernels.multiplyAdd(a, aOffset, aStride, b, result, m, k, n);
      return result;
    }

    float a(int i, int p) {
      return a[aOffset + i * aStride + p];
    }

    double expected(int i, int j) {
      double sum = c[i * n + j];
      for (int p = 0; p < k; p++) {
        sum += (double) a(i, p) * b[p * n + j];
      }
      return sum;
    }

    /** A sum of k products and a number rounds k + 1 times, relative to the absolute values. */
    double tolerance(int i, int j) {
      double sum = Math.abs(c[i * n + j]);
      for (int p = 0; p < k; p++) {
        sum += Math.abs((double) a(i, p) * b[p * n + j]);
      }
      return (k + 2) * UNIT_ROUNDOFF * sum;
    }
  }

  public void testMultiplyAdd() {
    for (int round = 0; round < 10; round++) {
      Product product = new Product();
      for (Kernels kernels : ALL) {
        float[] result = product.result(kernels);
        for (int i = 0; i < product.m; i++) {
          for (int j = 0; j < product.n; j++) {
            assertEquals(
                product.expected(i, j), result[i * product.n + j], product.tolerance(i, j));
          }
        }
        for (int i = product.m * product.n; i < result.length; i++) {
          assertEquals("written beyond the matrix", product.c[i], result[i], 0f);
        }
      }
    }
  }

  public void testMultiplyAddOfWholeNumbersIsExactInBoth() {
    Product product = new Product();
    for (float[] values : List.of(product.a, product.b, product.c)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = randomIntBetween(-50, 50);
      }
    }
    // Sums stay below 600 * 2,500 + 50, far from 2^24.
    assertArrayEquals(product.result(new ScalarKernels()), product.result(Kernels.get()), 0f);
  }

  public void testProductWithNothingChangesNothing() {
    for (Kernels kernels : ALL) {
      float[] c = RandomData.gaussian(random(), 20);
      float[] before = c.clone();
      kernels.multiplyAdd(new float[0], 0, 0, new float[0], c, 4, 0, 5);
      kernels.multiplyAdd(new float[0], 0, 5, new float[25], c, 0, 5, 5);
      kernels.multiplyAdd(new float[20], 0, 5, new float[0], c, 4, 5, 0);
      assertArrayEquals(before, c, 0f);
    }
  }

  private static int naiveArgMax(float[] values, int offset, int size) {
    for (int i = 0; i < size; i++) {
      boolean greatest = true;
      for (int j = 0; j < size; j++) {
        greatest &= values[offset + j] <= values[offset + i];
      }
      if (greatest) {
        return i;
      }
    }
    throw new AssertionError("there is a NaN");
  }

  public void testDot() {
    int size = randomIntBetween(0, 200);
    int aOffset = randomIntBetween(0, 20);
    int bOffset = randomIntBetween(0, 20);
    float[] a = RandomData.gaussian(random(), aOffset + size + randomIntBetween(0, 20));
    float[] b = RandomData.gaussian(random(), bOffset + size + randomIntBetween(0, 20));
    double expected = 0;
    double absolute = 0;
    for (int i = 0; i < size; i++) {
      double product = (double) a[aOffset + i] * b[bOffset + i];
      expected += product;
      absolute += Math.abs(product);
    }
    for (Kernels kernels : ALL) {
      float result = kernels.dot(a, aOffset, b, bOffset, size);
      assertEquals(expected, result, (size + 1) * UNIT_ROUNDOFF * absolute);
    }
  }

  /** What is built must not depend on when the compiler came to it. */
  public void testDotStaysTheSameWhenItIsCompiled() {
    int size = randomIntBetween(50, 200);
    float[] a = RandomData.gaussian(random(), size);
    float[] b = RandomData.gaussian(random(), size);
    for (Kernels kernels : ALL) {
      float first = kernels.dot(a, 0, b, 0, size);
      for (int call = 0; call < 50_000; call++) {
        assertEquals(first, kernels.dot(a, 0, b, 0, size), 0);
      }
    }
  }

  public void testArgMaxIsTheFirstOfTheGreatest() {
    for (int round = 0; round < 30; round++) {
      int offset = randomIntBetween(0, 20);
      int size = randomIntBetween(1, 100);
      // Few different values make many ties.
      int range = randomIntBetween(1, 20);
      float[] values = new float[offset + size + randomIntBetween(0, 20)];
      for (int i = 0; i < values.length; i++) {
        values[i] = randomIntBetween(-range, range);
      }
      // What stands outside must not be looked at.
      Arrays.fill(values, 0, offset, 1000f);
      Arrays.fill(values, offset + size, values.length, 1000f);
      for (Kernels kernels : ALL) {
        assertEquals(naiveArgMax(values, offset, size), kernels.argMax(values, offset, size));
      }
    }
  }

  public void testArgMaxOfInfiniteValues() {
    int size = randomIntBetween(2, 100);
    float[] values = new float[size];
    Arrays.fill(values, Float.NEGATIVE_INFINITY);
    int finite = randomIntBetween(0, size - 1);
    int infinite = randomIntBetween(0, size - 1);
    for (Kernels kernels : ALL) {
      Arrays.fill(values, Float.NEGATIVE_INFINITY);
      assertEquals(0, kernels.argMax(values, 0, size));
      values[finite] = -Float.MAX_VALUE;
      assertEquals(finite, kernels.argMax(values, 0, size));
      values[infinite] = Float.POSITIVE_INFINITY;
      assertEquals(infinite, kernels.argMax(values, 0, size));
    }
  }

  public void testArgMaxTakesZerosOfBothSignsForEqual() {
    for (int round = 0; round < 20; round++) {
      int size = randomIntBetween(1, 60);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = random().nextBoolean() ? 0f : -0f;
      }
      for (Kernels kernels : ALL) {
        assertEquals(0, kernels.argMax(values, 0, size));
      }
    }
  }

  /** NaN has no place in the order; whatever is returned must still be a position. */
  public void testArgMaxOfNaNIsAPosition() {
    for (int round = 0; round < 20; round++) {
      int size = randomIntBetween(1, 60);
      float[] values = RandomData.gaussian(random(), size);
      for (int i = 0; i < size; i++) {
        if (random().nextInt(3) == 0) {
          values[i] = Float.NaN;
        }
      }
      for (Kernels kernels : ALL) {
        int position = kernels.argMax(values, 0, size);
        assertTrue(position >= 0 && position < size);
      }
    }
  }

  public void testSelectFindsWhatIsAboveTheThreshold() {
    for (int round = 0; round < 20; round++) {
      int size = randomIntBetween(0, 100);
      int range = randomIntBetween(1, 10);
      float[] scores = new float[size + randomIntBetween(0, 20)];
      for (int i = 0; i < scores.length; i++) {
        scores[i] =
            switch (random().nextInt(20)) {
              case 0 -> Float.NaN;
              case 1 -> Float.POSITIVE_INFINITY;
              case 2 -> Float.NEGATIVE_INFINITY;
              default -> randomIntBetween(-range, range);
            };
      }
      float[] thresholds = {
        Float.NEGATIVE_INFINITY,
        -range - 1,
        randomIntBetween(-range, range),
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY
      };
      for (float threshold : thresholds) {
        int from = randomIntBetween(0, size);
        int[] expected = naiveSelect(scores, from, size, threshold);
        for (Kernels kernels : ALL) {
          int[] positions = new int[size];
          int count = kernels.select(scores, from, size, threshold, positions);
          assertArrayEquals(expected, Arrays.copyOf(positions, count));
        }
      }
    }
  }

  private static int[] naiveSelect(float[] scores, int from, int size, float threshold) {
    int[] positions = new int[size];
    int count = 0;
    for (int i = from; i < size; i++) {
      if (scores[i] > threshold) {
        positions[count++] = i;
      }
    }
    return Arrays.copyOf(positions, count);
  }
}
