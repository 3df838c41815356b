// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.FieldFixture;
import org.lorann.lucene.internal.RandomData;

public class TestStagedPoints extends LuceneTestCase {

  private int dimension;
  private int size;
  private float[] values;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    dimension = randomIntBetween(1, 40);
    size = randomIntBetween(1, 300);
    values = RandomData.gaussian(random(), size * dimension);
    float unit = (float) Math.pow(10, randomIntBetween(-6, 6));
    for (int i = 0; i < values.length; i++) {
      values[i] *= unit;
    }
  }

  /** Compares with the point of a row: no coordinate may be off by more than half a step. */
  private void assertPoint(int row, float[] points, int position) {
    float max = 0;
    for (int j = 0; j < dimension; j++) {
      max = Math.max(max, Math.abs(values[row * dimension + j]));
    }
    for (int j = 0; j < dimension; j++) {
      assertEquals(
          values[row * dimension + j], points[position * dimension + j], 1.01f * max / 127 / 2);
    }
  }

  public void testPointsAreReadAlmostAsWritten() throws IOException {
    try (Directory directory = newDirectory();
        Staging staging = new Staging(FieldFixture.state(directory), "test")) {
      byte[] bytes = StagedPoints.encode(values, dimension);
      staging.out().writeBytes(bytes, bytes.length);
      StagedPoints points = new StagedPoints(staging.in(), dimension);
      assertEquals(size, points.size());
      assertEquals(dimension, points.dimension());
      int from = random().nextInt(size);
      int count = randomIntBetween(0, size - from);
      float[] range = new float[count * dimension];
      points.read(from, count, range);
      for (int i = 0; i < count; i++) {
        assertPoint(from + i, range, i);
      }
      int[] rows = random().ints(20, 0, size).toArray();
      int first = random().nextInt(rows.length);
      float[] some = new float[(rows.length - first) * dimension];
      points.read(rows, first, rows.length - first, some);
      for (int i = first; i < rows.length; i++) {
        assertPoint(rows[i], some, i - first);
      }
    }
  }

  public void testPointsTakeAQuarterOfTheSpace() {
    int bytes = StagedPoints.encode(values, dimension).length;
    assertEquals((long) size * (Float.BYTES + dimension), bytes);
  }

  public void testPointsOfZerosStayZero() throws IOException {
    values = new float[size * dimension];
    try (Directory directory = newDirectory();
        Staging staging = new Staging(FieldFixture.state(directory), "test")) {
      byte[] bytes = StagedPoints.encode(values, dimension);
      staging.out().writeBytes(bytes, bytes.length);
      float[] read = new float[values.length];
      new StagedPoints(staging.in(), dimension).read(0, size, read);
      assertArrayEquals(values, read, 0f);
    }
  }
}
