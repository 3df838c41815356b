// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import java.io.IOException;

/**
 * Reads an index file and multiplies the matrices {@link PackedMatrix packed} in it by vectors,
 * without unpacking them and, for a memory-mapped file, without copying them. An instance belongs
 * to one thread; it holds no resource of its own.
 */
public abstract class MatrixInput {

  MatrixInput() {}

  /** The greatest absolute value of a number multiplied with four-bit codes. */
  static final int MAX_FACTOR = 127;

  /**
   * Multiplies a vector by a matrix: {@code out[j] = sum_i x[i] * M[i][j]}, M being what the codes
   * of the packed matrix stand for at a step of one.
   *
   * @param position where the matrix starts in the file
   * @param rows rows of the matrix, a multiple of {@link PackedMatrix#ROW_MULTIPLE}
   * @param columns columns of the matrix, a multiple of {@link PackedMatrix#BLOCK}
   * @param bits bits per code. With 4, the numbers of x are rounded to whole multiples of 1/127 of
   *     the greatest of them
   * @param x {@code rows} values
   * @param out receives {@code columns} values
   */
  public final void multiply(long position, int rows, int columns, int bits, float[] x, float[] out)
      throws IOException {
    assert rows % PackedMatrix.ROW_MULTIPLE == 0 && columns % PackedMatrix.BLOCK == 0;
    if (bits == 8) {
      multiplyBytes(position, rows, columns, x, out);
    } else {
      multiplyNibbles(position, rows, columns, x, out);
    }
  }

  abstract void multiplyBytes(long position, int rows, int columns, float[] x, float[] out)
      throws IOException;

  abstract void multiplyNibbles(long position, int rows, int columns, float[] x, float[] out)
      throws IOException;

  /**
   * The step that maps numbers up to {@code greatest} in size onto -127 to 127; any will do if they
   * are all zero or too small to have an inverse.
   */
  static float factorStep(float greatest) {
    return greatest >= Float.MIN_NORMAL * MAX_FACTOR ? greatest / MAX_FACTOR : 1;
  }

  /**
   * Brings bytes that are about to be read into the processor's caches, where that pays. Reading
   * them once from end to end takes memory at its full speed, which loops that do more than read
   * fall short of.
   */
  public abstract void preload(long position, long length) throws IOException;

  /**
   * Computes {@code out[i] = x[i] - factor * y[i]} for the {@code size} signed bytes y at {@code
   * position}. They must be followed by others, and the arrays have room, up to the next multiple
   * of {@link PackedMatrix#BLOCK}; what stands there in the result is of no meaning.
   */
  public abstract void subtractBytes(long position, int size, float[] x, float factor, float[] out)
      throws IOException;

  /**
   * Computes {@code out[i] += constant + factor * y[i]} for the {@code size} signed bytes y at
   * {@code position}, under the same conditions.
   */
  public abstract void addBytes(long position, int size, float constant, float factor, float[] out)
      throws IOException;

  /**
   * Unpacks a matrix: {@code out[i * columns + j] = M[i][j]}, for matrix products with many vectors
   * at a time.
   *
   * @param out receives {@code rows * columns} values
   */
  public final void unpack(long position, int rows, int columns, int bits, float[] out)
      throws IOException {
    assert rows % PackedMatrix.ROW_MULTIPLE == 0 && columns % PackedMatrix.BLOCK == 0;
    int[] block = new int[PackedMatrix.blockInts(rows, bits)];
    for (int j = 0; j < columns; j += PackedMatrix.BLOCK) {
      readInts(position, block, block.length);
      PackedMatrix.unpackBlock(block, rows, bits, out, j, columns);
      position += (long) block.length * Integer.BYTES;
    }
  }

  /**
   * Copies {@code size} signed bytes from the file as floats. They must be followed by others up to
   * the next multiple of four.
   */
  public final void readBytes(long position, float[] target, int size) throws IOException {
    int[] ints = new int[Math.ceilDiv(size, Integer.BYTES)];
    readInts(position, ints, ints.length);
    for (int i = 0; i < size; i++) {
      target[i] = (byte) (ints[i / Integer.BYTES] >> i % Integer.BYTES * Byte.SIZE);
    }
  }

  /** Copies {@code size} floats from the file. */
  public abstract void readFloats(long position, float[] target, int size) throws IOException;

  /** Copies {@code size} ints from the file. */
  public abstract void readInts(long position, int[] target, int size) throws IOException;

  /** Reads one int. */
  public abstract int readInt(long position) throws IOException;

  /** Reads one long. */
  public abstract long readLong(long position) throws IOException;
}
