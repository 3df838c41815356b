// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

/**
 * The layout of a quantized matrix that is multiplied from the left by a vector: {@code x^T M}.
 *
 * <p>Columns are cut into blocks of {@value #BLOCK}, the last one padded with zero codes, and each
 * block is stored row after row, so that a kernel streams through memory once and keeps one running
 * sum per column, with no sum across lanes.
 *
 * <ul>
 *   <li>One-byte codes are signed and stand for {@code code * step}. They take {@value #BLOCK}
 *       bytes per row and block.
 *   <li>Four-bit codes are unsigned and stand for {@code (code - 7.5) * step}, which spends all
 *       sixteen levels symmetrically around zero. Four rows of a block make {@value #HALF_BLOCK}
 *       little-endian ints: bits 4q to 4q + 3 of int i hold the code of column i in row q of the
 *       four, bits 16 + 4q to 19 + 4q that of column {@value #HALF_BLOCK} + i. Seen as sixteen-bit
 *       lanes, each is one column, and widening the sums of a vector of them takes two shifts.
 * </ul>
 */
public final class PackedMatrix {

  /** Columns in a block. One 512-bit vector holds 32 sixteen-bit sums. */
  public static final int BLOCK = 32;

  /** Columns whose codes stand in the low halves of the ints of a four-bit block. */
  static final int HALF_BLOCK = BLOCK / 2;

  /** The rows of a four-bit matrix that share an int. */
  static final int ROWS_PER_GROUP = 4;

  /**
   * The number of rows of a packed matrix is a multiple of this: as many products of a four-bit
   * code and a number up to 127 as a sixteen-bit sum can hold, 16 * 15 * 127 being 30,480.
   */
  public static final int ROW_MULTIPLE = 16;

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
  public static long byteSize(int rows, int columns, int bits) {
    return (long) paddedRows(rows) * paddedColumns(columns) * bits / 8;
  }

  /** Stores a signed one-byte code. */
  public static void putByte(byte[] matrix, int paddedRows, int row, int column, int code) {
    matrix[(column / BLOCK * paddedRows + row) * BLOCK + column % BLOCK] = (byte) code;
  }

  /** Stores an unsigned four-bit code into a place that is still zero. */
  public static void putNibble(byte[] matrix, int paddedRows, int row, int column, int code) {
    int group = column / BLOCK * (paddedRows / ROWS_PER_GROUP) + row / ROWS_PER_GROUP;
    int lane = group * HALF_BLOCK + column % HALF_BLOCK;
    int bit = column % BLOCK / HALF_BLOCK * Short.SIZE + row % ROWS_PER_GROUP * 4;
    matrix[lane * Integer.BYTES + bit / Byte.SIZE] |= (byte) (code << bit % Byte.SIZE);
  }

  /** Returns the code that {@link #putByte} or {@link #putNibble} stored. */
  public static int get(byte[] matrix, int paddedRows, int row, int column, int bits) {
    int first = columnStart(paddedRows, column, bits);
    if (bits == 8) {
      return matrix[first + row * BLOCK];
    }
    int group = first + row / ROWS_PER_GROUP * HALF_BLOCK * Integer.BYTES;
    int pair = matrix[group + row % ROWS_PER_GROUP / 2];
    return pair >> row % 2 * 4 & 15;
  }

  /** The ints that a block of columns takes up. */
  static int blockInts(int paddedRows, int bits) {
    return paddedRows * BLOCK * bits / Integer.SIZE;
  }

  /**
   * Writes what the codes of a block stand for, at a step of one, into a dense row-major matrix.
   *
   * @param ints the block, in little-endian order
   * @param out receives row i from {@code offset + i * columns} on
   */
  static void unpackBlock(
      int[] ints, int paddedRows, int bits, float[] out, int offset, int columns) {
    for (int row = 0; row < paddedRows; row++) {
      if (bits == 8) {
        unpackBytes(ints, row * (BLOCK / Integer.BYTES), out, offset + row * columns);
      } else {
        int first = row / ROWS_PER_GROUP * HALF_BLOCK;
        unpackNibbles(ints, first, row % ROWS_PER_GROUP * 4, out, offset + row * columns);
      }
    }
  }

  private static void unpackBytes(int[] ints, int first, float[] out, int offset) {
    for (int i = 0; i < BLOCK / Integer.BYTES; i++) {
      int four = ints[first + i];
      int to = offset + i * Integer.BYTES;
      out[to] = (byte) four;
      out[to + 1] = (byte) (four >> 8);
      out[to + 2] = (byte) (four >> 16);
      out[to + 3] = four >> 24;
    }
  }

  private static void unpackNibbles(int[] ints, int first, int shift, float[] out, int offset) {
    for (int i = 0; i < HALF_BLOCK; i++) {
      out[offset + i] = (ints[first + i] >> shift & 15) - NIBBLE_CENTER;
      out[offset + HALF_BLOCK + i] = (ints[first + i] >> shift + Short.SIZE & 15) - NIBBLE_CENTER;
    }
  }

  /**
   * Copies a column to another matrix with as many rows and bits.
   *
   * @param target a matrix whose column is still zero
   */
  public static void copyColumn(
      byte[] source, int sourceColumn, byte[] target, int targetColumn, int paddedRows, int bits) {
    int from = columnStart(paddedRows, sourceColumn, bits);
    int to = columnStart(paddedRows, targetColumn, bits);
    int end = from + paddedRows * BLOCK * bits / 8;
    if (bits == 8) {
      for (; from < end; from += BLOCK, to += BLOCK) {
        target[to] = source[from];
      }
    } else {
      // The codes of a column in four rows are two bytes side by side.
      int stride = HALF_BLOCK * Integer.BYTES;
      for (; from < end; from += stride, to += stride) {
        target[to] = source[from];
        target[to + 1] = source[from + 1];
      }
    }
  }

  /** The byte with the code of the first row. */
  private static int columnStart(int paddedRows, int column, int bits) {
    int block = column / BLOCK * paddedRows * BLOCK * bits / 8;
    return bits == 8
        ? block + column % BLOCK
        : block + column % HALF_BLOCK * Integer.BYTES + column % BLOCK / HALF_BLOCK * Short.BYTES;
  }
}
