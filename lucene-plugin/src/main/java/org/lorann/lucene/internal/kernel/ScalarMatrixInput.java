// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static org.lorann.lucene.internal.kernel.PackedMatrix.BLOCK;

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
  private float[] floats = new float[0];

  ScalarMatrixInput(IndexInput in) {
    this.in = in.clone();
  }

  @Override
  public void multiplyBytes(long position, int rows, int columns, float[] x, float[] out)
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
  public void multiplyNibbles(long position, int rows, int columns, short[] x, int[] out)
      throws IOException {
    Arrays.fill(out, 0, columns, 0);
    in.seek(position);
    for (int j = 0; j < columns; j += BLOCK) {
      readBlock(rows / 2 * BLOCK);
      for (int i = 0; i < rows; i += 2) {
        addNibbles(x[i], x[i + 1], i / 2 * BLOCK, out, j);
      }
    }
  }

  private void addNibbles(int low, int high, int offset, int[] out, int outOffset) {
    for (int j = 0; j < BLOCK; j++) {
      int pair = block[offset + j];
      out[outOffset + j] += low * (pair & 15) + high * (pair >> 4 & 15);
    }
  }

  private void readBlock(int bytes) throws IOException {
    block = ArrayUtil.growNoCopy(block, bytes);
    in.readBytes(block, 0, bytes);
  }

  @Override
  public float subtract(long position, int size, float[] x, float factor, float[] out)
      throws IOException {
    if (floats.length < size) {
      floats = new float[size];
    }
    readFloats(position, floats, size);
    float max = 0;
    for (int i = 0; i < size; i++) {
      out[i] = x[i] - factor * floats[i];
      max = Math.max(max, Math.abs(out[i]));
    }
    return max;
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
