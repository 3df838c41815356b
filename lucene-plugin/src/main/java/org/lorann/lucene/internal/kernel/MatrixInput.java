// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import java.io.IOException;

/**
 * Reads an index file and multiplies the matrices {@link PackedMatrix packed} in it by vectors,
 * without unpacking them and, for a memory-mapped file, without copying them. An instance belongs to
 * one thread; it holds no resource of its own.
 */
public abstract class MatrixInput {

  MatrixInput() {}

  /**
   * Computes {@code out[j] = sum_i x[i] * code[i][j]} over the signed one-byte codes of a matrix.
   *
   * @param position where the matrix starts in the file
   * @param rows rows of the matrix, a multiple of {@link PackedMatrix#ROW_MULTIPLE}
   * @param columns columns of the matrix, a multiple of {@link PackedMatrix#BLOCK}
   * @param x {@code rows} values
   * @param out receives {@code columns} values
   */
  public abstract void multiplyBytes(long position, int rows, int columns, float[] x, float[] out)
      throws IOException;

  /**
   * Computes {@code out[j] = sum_i x[i] * code[i][j]} over the unsigned four-bit codes of a matrix.
   *
   * @param position where the matrix starts in the file
   * @param rows rows of the matrix, a multiple of {@link PackedMatrix#ROW_MULTIPLE}
   * @param columns columns of the matrix, a multiple of {@link PackedMatrix#BLOCK}
   * @param x {@code rows} values between -127 and 127
   * @param out receives {@code columns} values
   */
  public abstract void multiplyNibbles(long position, int rows, int columns, short[] x, int[] out)
      throws IOException;

  /**
   * Computes {@code out[i] = x[i] - factor * y[i]} for the {@code size} floats y at {@code position}.
   *
   * @return the greatest absolute value written
   */
  public abstract float subtract(long position, int size, float[] x, float factor, float[] out)
      throws IOException;

  /** Copies {@code size} floats from the file. */
  public abstract void readFloats(long position, float[] target, int size) throws IOException;

  /** Copies {@code size} ints from the file. */
  public abstract void readInts(long position, int[] target, int size) throws IOException;

  /** Reads one int. */
  public abstract int readInt(long position) throws IOException;

  /** Reads one long. */
  public abstract long readLong(long position) throws IOException;
}
