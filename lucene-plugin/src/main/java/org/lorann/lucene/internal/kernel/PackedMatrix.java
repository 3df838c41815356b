// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

/**
 * The layout of a quantized matrix that is multiplied from the left by a vector: {@code x^T M}.
 *
 * <p>Columns are cut into blocks of {@value #BLOCK}, the last one padded with zero codes, and each
 * block is stored row after row, so that a kernel streams through memory once and keeps one running
 * sum per column, with no sum across lanes. One-byte codes take {@value #BLOCK} bytes per row and
 * block. Four-bit codes are stored two rows to a byte: byte {@code j} of row pair {@code (2i, 2i +
 * 1)} holds the code of column {@code j} in row {@code 2i} in its low half and that in row {@code 2i
 * + 1} in its high half.
 *
 * <p>One-byte codes are signed and stand for {@code code * step}; four-bit codes are unsigned and
 * stand for {@code (code - 7.5) * step}, which spends all sixteen levels symmetrically around zero.
 */
public final class PackedMatrix {

  /** Columns in a block. One 512-bit vector holds 32 sixteen-bit sums. */
  public static final int BLOCK = 32;

  /** The number of rows of a packed matrix is a multiple of this. */
  public static final int ROW_MULTIPLE = 2;

  /** What is subtracted from a four-bit code before it is scaled. */
  public static final float NIBBLE_CENTER = 7.5f;

  private PackedMatrix() {}

  /** The number of columns after padding. */
  public static int paddedColumns(int columns) {
    return (columns + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** The number of rows after padding. */
  public static int paddedRows(int rows) {
    return (rows + ROW_MULTIPLE - 1) / ROW_MULTIPLE * ROW_MULTIPLE;
  }

  /** The size in bytes of a matrix whose rows and columns may still need padding. */
  public static int byteSize(int rows, int columns, int bits) {
    return Math.toIntExact((long) paddedRows(rows) * paddedColumns(columns) * bits / 8);
  }

  /** Stores a signed one-byte code. */
  public static void putByte(byte[] matrix, int paddedRows, int row, int column, int code) {
    matrix[(column / BLOCK * paddedRows + row) * BLOCK + column % BLOCK] = (byte) code;
  }

  /** Stores an unsigned four-bit code into a place that is still zero. */
  public static void putNibble(byte[] matrix, int paddedRows, int row, int column, int code) {
    int index = (column / BLOCK * (paddedRows / 2) + row / 2) * BLOCK + column % BLOCK;
    matrix[index] |= (byte) (code << (row % 2 * 4));
  }
}
