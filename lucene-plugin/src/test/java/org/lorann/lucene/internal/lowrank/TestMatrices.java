// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.ejml.data.DMatrixRMaj;
import org.lorann.lucene.internal.RandomData;

public class TestMatrices extends LuceneTestCase {

  private final int m = randomIntBetween(1, 40);
  private final int k = randomIntBetween(1, 40);
  private final int n = randomIntBetween(1, 40);

  private static void assertClose(DMatrixRMaj expected, float[] actual) {
    assertEquals(expected.getNumElements(), actual.length);
    for (int i = 0; i < actual.length; i++) {
      // Up to 40 products of normal numbers, at most some 20 each: 40 roundings of 2^-24.
      assertEquals(expected.data[i], actual[i], 2e-3);
    }
  }

  public void testMultiply() {
    float[] a = RandomData.gaussian(random(), m * k);
    float[] b = RandomData.gaussian(random(), k * n);
    assertClose(
        Oracle.multiply(Oracle.matrix(a, m, k), Oracle.matrix(b, k, n)),
        Matrices.multiply(a, b, m, k, n));
  }

  public void testMultiplyTransposed() {
    float[] a = RandomData.gaussian(random(), k * m);
    float[] b = RandomData.gaussian(random(), k * n);
    assertClose(
        Oracle.multiply(Oracle.transpose(Oracle.matrix(a, k, m)), Oracle.matrix(b, k, n)),
        Matrices.multiplyTransposed(a, b, m, k, n));
  }

  public void testAddSecondMomentAddsToWhatIsThere() {
    float[] rows = RandomData.gaussian(random(), k * n);
    float[] moment = new float[n * n];
    Matrices.addSecondMoment(rows, k, n, moment);
    Matrices.addSecondMoment(rows, k, n, moment);
    DMatrixRMaj x = Oracle.matrix(rows, k, n);
    DMatrixRMaj twice = Oracle.multiply(Oracle.transpose(x), x);
    for (int i = 0; i < n * n; i++) {
      twice.data[i] *= 2;
    }
    assertClose(twice, moment);
  }

  public void testTransposeAndTrace() {
    float[] a = RandomData.gaussian(random(), m * n);
    float[] t = Matrices.transpose(a, m, n);
    double trace = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(a[i * n + j], t[j * m + i], 0f);
      }
    }
    float[] square = RandomData.gaussian(random(), n * n);
    for (int i = 0; i < n; i++) {
      trace += square[i * n + i];
    }
    assertEquals(trace, Matrices.trace(square, n), 1e-9);
  }
}
