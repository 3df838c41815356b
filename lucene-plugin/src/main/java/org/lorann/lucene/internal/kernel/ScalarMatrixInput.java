// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static org.lorann.lucene.internal.kernel.PackedMatrix.BLOCK;
import static org.lorann.lucene.internal.kernel.PackedMatrix.HALF_BLOCK;
import static org.lorann.lucene.internal.kernel.PackedMatrix.NIBBLE_CENTER;
import static org.lorann.lucene.internal.kernel.PackedMatrix.ROWS_PER_GROUP;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.ArrayUtil;

/**
 * Works on any {@link IndexInput} by reading matrices into a buffer, a block of columns at a time.
 */
final class ScalarMatrixInput extends MatrixInput {

  private final IndexInput in;
  private byte[] block = new byte[0];
  private int[] ints = new int[0];
  private int[] factors = new int[0];

  /** The codes of four rows: those of two columns in each. */
  private int[] group = new int[0];

  /** The sums of the first of the two columns, and of the second. */
  private int[] low = new int[0];

  private int[] high = new int[0];

  ScalarMatrixInput(IndexInput in) {
    this.in = in.clone();
  }

  @Override
  void multiplyBytes(long position, int rows, int columns, float[] x, float[] out)
      throws IOException {
    Arrays.fill(out, 0, columns, 0f);
    in.seek(position);
    for (int j = 0; j < columns; j += BLOCK) {
      readBlock(rows * BLOCK);
      for (int i = 0; i < rows; i++) {
        addBytes(x[i], i * BLOCK, out, j);
      }
    }
  }

  private void addBytes(float factor, int offset, float[] out, int outOffset) {
    for (int j = 0; j < BLOCK; j++) {
      out[outOffset + j] += factor * block[offset + j];
    }
  }

  @Override
  void multiplyNibbles(long position, int rows, int columns, float[] x, float[] out)
      throws IOException {
    float step = factorStep(greatest(x, rows));
    int factorSum = quantize(x, rows, 1 / step);
    sumNibbles(position, rows, columns);
    float center = NIBBLE_CENTER * factorSum;
    for (int j = 0; j < columns; j += BLOCK) {
      for (int i = 0; i < HALF_BLOCK; i++) {
        out[j + i] = step * (low[j / 2 + i] - center);
        out[j + HALF_BLOCK + i] = step * (high[j / 2 + i] - center);
      }
    }
  }

  private static float greatest(float[] x, int size) {
    float greatest = 0;
    for (int i = 0; i < size; i++) {
      greatest = Math.max(greatest, Math.abs(x[i]));
    }
    return greatest;
  }

  private int quantize(float[] x, int size, float inverseStep) {
    factors = ArrayUtil.growNoCopy(factors, size);
    int sum = 0;
    for (int i = 0; i < size; i++) {
      // Rounds to the nearest: what is cast is never negative.
      factors[i] = (int) (x[i] * inverseStep + (MAX_FACTOR + 1.5f)) - (MAX_FACTOR + 1);
      sum += factors[i];
    }
    return sum;
  }

  private void sumNibbles(long position, int rows, int columns) throws IOException {
    int lanes = columns / 2;
    int blockLanes = rows / ROWS_PER_GROUP * HALF_BLOCK;
    ints = ArrayUtil.growNoCopy(ints, columns / BLOCK * blockLanes);
    group = ArrayUtil.growNoCopy(group, lanes);
    low = ArrayUtil.growNoCopy(low, lanes);
    high = ArrayUtil.growNoCopy(high, lanes);
    in.seek(position);
    in.readInts(ints, 0, columns / BLOCK * blockLanes);
    Arrays.fill(low, 0, lanes, 0);
    Arrays.fill(high, 0, lanes, 0);
    for (int row = 0; row < rows; row += ROWS_PER_GROUP) {
      gather(row / ROWS_PER_GROUP * HALF_BLOCK, blockLanes, lanes);
      addNibbles(row, lanes);
    }
  }

  /**
   * Puts the lanes of four rows side by side: C2 makes vector instructions of loops that are long
   * enough, and read and write at the same index.
   */
  private void gather(int from, int blockLanes, int lanes) {
    for (int lane = 0; lane < lanes; lane += HALF_BLOCK) {
      System.arraycopy(ints, from + lane / HALF_BLOCK * blockLanes, group, lane, HALF_BLOCK);
    }
  }

  private void addNibbles(int row, int lanes) {
    int x0 = factors[row];
    int x1 = factors[row + 1];
    int x2 = factors[row + 2];
    int x3 = factors[row + 3];
    addLow(x0, x1, x2, x3, group, low, lanes);
    addHigh(x0, x1, x2, x3, group, high, lanes);
  }

  private static void addLow(int x0, int x1, int x2, int x3, int[] codes, int[] sums, int size) {
    for (int j = 0; j < size; j++) {
      int four = codes[j];
      sums[j] +=
          x0 * (four & 15) + x1 * (four >> 4 & 15) + x2 * (four >> 8 & 15) + x3 * (four >> 12 & 15);
    }
  }

  private static void addHigh(int x0, int x1, int x2, int x3, int[] codes, int[] sums, int size) {
    for (int j = 0; j < size; j++) {
      int four = codes[j];
      sums[j] +=
          x0 * (four >> 16 & 15)
              + x1 * (four >> 20 & 15)
              + x2 * (four >> 24 & 15)
              + x3 * (four >> 28 & 15);
    }
  }

  private void readBlock(int bytes) throws IOException {
    block = ArrayUtil.growNoCopy(block, bytes);
    in.readBytes(block, 0, bytes);
  }

  /** Does nothing: these loops are slower than memory. */
  @Override
  public void preload(long position, long length) {}

  @Override
  public void subtractBytes(long position, int size, float[] x, float factor, float[] out)
      throws IOException {
    in.seek(position);
    readBlock(size);
    for (int i = 0; i < size; i++) {
      out[i] = x[i] - factor * block[i];
    }
  }

  @Override
  public void addBytes(long position, int size, float constant, float factor, float[] out)
      throws IOException {
    in.seek(position);
    readBlock(size);
    for (int i = 0; i < size; i++) {
      out[i] += constant + factor * block[i];
    }
  }

  @Override
  public void readFloats(long position, float[] target, int size) throws IOException {
    in.seek(position);
    in.readFloats(target, 0, size);
  }

  @Override
  public void readInts(long position, int[] target, int size) throws IOException {
    in.seek(position);
    in.readInts(target, 0, size);
  }

  @Override
  public int readInt(long position) throws IOException {
    in.seek(position);
    return in.readInt();
  }

  @Override
  public long readLong(long position) throws IOException {
    in.seek(position);
    return in.readLong();
  }
}
