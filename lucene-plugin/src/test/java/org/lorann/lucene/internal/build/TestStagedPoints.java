// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.FieldFixture;
import org.lorann.lucene.internal.RandomData;

public class TestStagedPoints extends LuceneTestCase {

  public void testPointsAreReadAsWritten() throws IOException {
    int dimension = randomIntBetween(1, 20);
    int size = randomIntBetween(1, 300);
    float[] values = RandomData.gaussian(random(), size * dimension);
    try (Directory directory = newDirectory();
        Staging staging = new Staging(FieldFixture.state(directory), "test")) {
      StagedPoints.write(values, staging.out());
      StagedPoints points = new StagedPoints(staging.in(), dimension);
      assertEquals(size, points.size());
      assertEquals(dimension, points.dimension());
      int from = random().nextInt(size);
      int count = randomIntBetween(0, size - from);
      float[] range = new float[count * dimension];
      points.read(from, count, range);
      assertArrayEquals(
          Arrays.copyOfRange(values, from * dimension, (from + count) * dimension), range, 0f);
      int[] rows = random().ints(20, 0, size).toArray();
      int first = random().nextInt(rows.length);
      float[] some = new float[(rows.length - first) * dimension];
      points.read(rows, first, rows.length - first, some);
      for (int i = first; i < rows.length; i++) {
        for (int j = 0; j < dimension; j++) {
          assertEquals(values[rows[i] * dimension + j], some[(i - first) * dimension + j], 0f);
        }
      }
    }
  }
}
