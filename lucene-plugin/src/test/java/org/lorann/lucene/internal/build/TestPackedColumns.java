// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.kernel.PackedMatrix;

public class TestPackedColumns extends LuceneTestCase {

  public void testEveryNumberIsWithinHalfAStepOfItsColumn() {
    int rows = randomIntBetween(1, 60);
    int columns = randomIntBetween(1, 80);
    float[] matrix = RandomData.gaussian(random(), rows * columns);
    PackedColumns packed = PackedColumns.of(matrix, rows, columns);
    assertEquals(columns, packed.steps().length);
    byte[] expected = new byte[Math.toIntExact(PackedMatrix.byteSize(rows, columns, 8))];
    assertEquals(expected.length, packed.packed().length);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double steps = matrix[i * columns + j] / packed.steps()[j];
        PackedMatrix.putByte(
            expected, PackedMatrix.paddedRows(rows), i, j, (int) Math.round(steps));
      }
    }
    int differences = 0;
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], packed.packed()[i], 1);
      differences += expected[i] == packed.packed()[i] ? 0 : 1;
    }
    // Only a number within a rounding of the middle between two codes may go either way.
    assertTrue(differences <= 1 + rows * columns / 500);
  }

  public void testPackingWhatWasUnpackedChangesNothing() {
    int rows = randomIntBetween(1, 60);
    int columns = randomIntBetween(1, 80);
    float[] matrix = RandomData.gaussian(random(), rows * columns);
    PackedColumns packed = PackedColumns.of(matrix, rows, columns);
    float[] dense = packed.dense(rows);
    for (int i = 0; i < dense.length; i++) {
      assertEquals(matrix[i], dense[i], 0.501f * packed.steps()[i % columns]);
    }
    PackedColumns again = PackedColumns.of(dense, rows, columns);
    assertArrayEquals(packed.packed(), again.packed());
    assertArrayEquals(packed.steps(), again.steps(), 1e-6f);
  }
}
