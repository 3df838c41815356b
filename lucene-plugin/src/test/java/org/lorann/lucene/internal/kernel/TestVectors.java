// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;
import static org.lorann.lucene.internal.RandomData.UNIT_ROUNDOFF;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestVectors extends LuceneTestCase {

  public void testSquaredNorm() {
    int offset = randomIntBetween(0, 10);
    int dimension = randomIntBetween(1, 300);
    float[] values = RandomData.gaussian(random(), offset + dimension + 5);
    double expected = RandomData.dot(values, offset, values, offset, dimension);
    // Squares are added one by one, each rounding by 2^-24; none is negative.
    assertEquals(
        expected,
        Vectors.squaredNorm(values, offset, dimension),
        (dimension + 1) * UNIT_ROUNDOFF * expected);
  }

  public void testSquaredDistance() {
    int dimension = randomIntBetween(1, 300);
    float[] a = RandomData.gaussian(random(), dimension);
    float[] b = RandomData.gaussian(random(), dimension);
    double expected = 0;
    for (int i = 0; i < dimension; i++) {
      expected += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    // Three roundings for each difference and its square, and one for each sum.
    assertEquals(
        expected,
        Vectors.squaredDistance(a, b, new float[dimension]),
        (dimension + 4) * UNIT_ROUNDOFF * expected);
  }

  public void testNormalizeGivesUnitLengthInTheSameDirection() {
    int offset = randomIntBetween(0, 10);
    int dimension = randomIntBetween(1, 300);
    float[] values = RandomData.gaussian(random(), offset + dimension + 5);
    // Squares of such numbers overflow or vanish as floats.
    float scale = new float[] {1, 1e30f, 1e-30f}[random().nextInt(3)];
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    float[] before = values.clone();
    Vectors.normalize(values, offset, dimension);
    double length = Math.sqrt(RandomData.dot(before, offset, before, offset, dimension));
    for (int i = 0; i < values.length; i++) {
      boolean inside = i >= offset && i < offset + dimension;
      double expected = inside ? before[i] / length : before[i];
      // One rounding to float.
      assertEquals(expected, values[i], 2 * UNIT_ROUNDOFF * Math.abs(expected));
    }
  }

  public void testTheZeroVectorStaysAsItIs() {
    float[] values = new float[randomIntBetween(1, 50)];
    float[] before = values.clone();
    Vectors.normalize(values, 0, values.length);
    assertArrayEquals(before, values, 0f);
  }
}
