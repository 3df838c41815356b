// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestOrthonormal extends LuceneTestCase {

  /** Inner products of up to a hundred floats are known to 100 roundings of 2^-24, 6e-6. */
  private static final double TOLERANCE = 1e-5;

  private SplittableRandom splittable;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    splittable = RandomData.splittable(random());
  }

  private float[][] randomRows(int count, int dimension) {
    float[][] rows = Orthonormal.random(count, dimension, splittable);
    for (float[] row : rows) {
      float scale = (float) Math.pow(10, random().nextDouble() * 20 - 10);
      for (int j = 0; j < dimension; j++) {
        row[j] *= scale;
      }
    }
    return rows;
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  private static double length(float[] row) {
    return Math.sqrt(RandomData.dot(row, row));
  }

  /** For every i, the first i rows must lie in the span of the first i results. */
  private static void assertSpanKept(float[][] before, float[][] after) {
    for (int i = 0; i < before.length; i++) {
      double distance = Oracle.distanceToSpan(before[i], after, i + 1);
      assertEquals(0, distance, 2 * TOLERANCE * length(before[i]));
    }
  }

  public void testRowsBecomeOrthonormalAndKeepTheirSpan() {
    int dimension = randomIntBetween(1, 100);
    float[][] rows = randomRows(randomIntBetween(1, dimension), dimension);
    float[][] before = copy(rows);
    Orthonormal.orthonormalize(rows, splittable);
    assertEquals(0, Oracle.deviationFromOrthonormal(rows), TOLERANCE);
    assertSpanKept(before, rows);
  }

  public void testDependentRowsAreReplaced() {
    int dimension = randomIntBetween(2, 100);
    float[][] rows = Orthonormal.random(randomIntBetween(2, dimension), dimension, splittable);
    for (int i = 1; i < rows.length; i++) {
      if (random().nextBoolean()) {
        // A sum, a multiple or nothing at all.
        float first = randomIntBetween(0, 2);
        float second = randomIntBetween(0, 2);
        int other = random().nextInt(i);
        for (int j = 0; j < dimension; j++) {
          rows[i][j] = first * rows[0][j] + second * rows[other][j];
        }
      }
    }
    float[][] before = copy(rows);
    Orthonormal.orthonormalize(rows, splittable);
    assertEquals(0, Oracle.deviationFromOrthonormal(rows), TOLERANCE);
    assertSpanKept(before, rows);
  }

  public void testRowsWithoutLengthAreReplaced() {
    // The squares of all these vanish.
    float[] values = {0, Float.MIN_VALUE, -Float.MIN_NORMAL, 1e-30f};
    int dimension = randomIntBetween(1, 60);
    float[][] rows = new float[randomIntBetween(1, dimension)][dimension];
    for (float[] row : rows) {
      Arrays.fill(row, values[random().nextInt(values.length)]);
    }
    Orthonormal.orthonormalize(rows, splittable);
    assertEquals(0, Oracle.deviationFromOrthonormal(rows), TOLERANCE);
  }

  /** What is far from orthonormal comes near, and what is near comes as near as it gets. */
  public void testSeparatedRowsAreNearlyOrthonormal() {
    int dimension = randomIntBetween(1, 60);
    float[][] rows = randomRows(randomIntBetween(1, (dimension + 1) / 2), dimension);
    float[][] before = copy(rows);
    Orthonormal.separate(rows, splittable);
    assertEquals(0, Oracle.deviationFromOrthonormal(rows), 1e-3);
    Orthonormal.separate(rows, splittable);
    assertEquals(0, Oracle.deviationFromOrthonormal(rows), TOLERANCE);
    assertSpanKept(before, rows);
  }

  public void testOrthonormalRowsStayWhatTheyAre() {
    int dimension = randomIntBetween(1, 60);
    float[][] rows = randomRows(randomIntBetween(1, dimension), dimension);
    Orthonormal.orthonormalize(rows, splittable);
    float[][] again = copy(rows);
    Orthonormal.orthonormalize(again, splittable);
    for (int i = 0; i < rows.length; i++) {
      assertArrayEquals(rows[i], again[i], (float) TOLERANCE);
    }
  }
}
