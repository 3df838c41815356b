// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestPackedMatrix extends LuceneTestCase {

  public void testPaddingIsTheLeastMultiple() {
    int size = randomIntBetween(1, 5000);
    assertLeastMultiple(PackedMatrix.paddedColumns(size), size, PackedMatrix.BLOCK);
    assertLeastMultiple(PackedMatrix.paddedRows(size), size, PackedMatrix.ROW_MULTIPLE);
    assertEquals(0, PackedMatrix.paddedColumns(0));
    assertEquals(0, PackedMatrix.paddedRows(0));
  }

  private static void assertLeastMultiple(int padded, int size, int multiple) {
    assertEquals(0, padded % multiple);
    assertTrue(padded >= size && padded < size + multiple);
  }

  public void testByteSizeCountsPadding() {
    assertEquals(16 * 32, PackedMatrix.byteSize(1, 1, 8));
    assertEquals(16 * 32 / 2, PackedMatrix.byteSize(1, 1, 4));
    assertEquals(32 * 64, PackedMatrix.byteSize(17, 33, 8));
    assertEquals(32 * 64 / 2, PackedMatrix.byteSize(17, 33, 4));
  }

  public void testByteSizeBeyondAnArray() {
    assertEquals(64L * (1 << 30) / 2, PackedMatrix.byteSize(64, 1 << 30, 4));
  }

  public void testBytesStandBlockAfterBlockRowAfterRow() {
    int rows = PackedMatrix.paddedRows(randomIntBetween(1, 80));
    int columns = PackedMatrix.paddedColumns(randomIntBetween(1, 150));
    int[][] codes = new int[rows][columns];
    byte[] matrix = new byte[Math.toIntExact(PackedMatrix.byteSize(rows, columns, 8))];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        codes[row][column] = randomIntBetween(-127, 127);
        PackedMatrix.putByte(matrix, rows, row, column, codes[row][column]);
      }
    }
    int position = 0;
    for (int block = 0; block < columns; block += PackedMatrix.BLOCK) {
      for (int row = 0; row < rows; row++) {
        for (int column = block; column < block + PackedMatrix.BLOCK; column++) {
          assertEquals(codes[row][column], matrix[position++]);
        }
      }
    }
    assertEquals(matrix.length, position);
  }

  /** The layout as the class describes it: two sixteen-bit lanes of four rows in every int. */
  public void testNibblesStandInLanesOfFourRows() {
    int rows = PackedMatrix.paddedRows(randomIntBetween(1, 80));
    int columns = PackedMatrix.paddedColumns(randomIntBetween(1, 150));
    int[][] codes = new int[rows][columns];
    byte[] matrix = new byte[Math.toIntExact(PackedMatrix.byteSize(rows, columns, 4))];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        codes[row][column] = randomIntBetween(0, 15);
        PackedMatrix.putNibble(matrix, rows, row, column, codes[row][column]);
      }
    }
    ByteBuffer ints = ByteBuffer.wrap(matrix).order(ByteOrder.LITTLE_ENDIAN);
    for (int block = 0; block < columns; block += 32) {
      for (int group = 0; group < rows; group += 4) {
        for (int i = 0; i < 16; i++) {
          int lanes = ints.getInt();
          for (int q = 0; q < 4; q++) {
            assertEquals(codes[group + q][block + i], lanes >>> 4 * q & 15);
            assertEquals(codes[group + q][block + 16 + i], lanes >>> 16 + 4 * q & 15);
          }
        }
      }
    }
    assertFalse(ints.hasRemaining());
  }

  public void testColumnsAreCopied() {
    int bits = random().nextBoolean() ? 4 : 8;
    int rows = PackedMatrix.paddedRows(randomIntBetween(1, 80));
    int columns = randomIntBetween(1, 150);
    Quantizer quantizer = Quantizer.of(bits);
    byte[] source = new byte[Math.toIntExact(PackedMatrix.byteSize(rows, columns, bits))];
    int[][] codes = new int[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        codes[row][column] = bits == 4 ? randomIntBetween(0, 15) : randomIntBetween(-127, 127);
        quantizer.put(source, rows, row, column, codes[row][column]);
      }
    }
    int[] chosen = random().ints(randomIntBetween(1, 150), 0, columns).toArray();
    byte[] target = new byte[Math.toIntExact(PackedMatrix.byteSize(rows, chosen.length, bits))];
    byte[] expected = target.clone();
    for (int i = 0; i < chosen.length; i++) {
      PackedMatrix.copyColumn(source, chosen[i], target, i, rows, bits);
      for (int row = 0; row < rows; row++) {
        quantizer.put(expected, rows, row, i, codes[row][chosen[i]]);
        assertEquals(codes[row][chosen[i]], PackedMatrix.get(target, rows, row, i, bits));
      }
    }
    assertArrayEquals(expected, target);
  }
}
