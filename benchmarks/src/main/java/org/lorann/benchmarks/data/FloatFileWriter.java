// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Writes an {@code .fbin} and digests what it holds. */
final class FloatFileWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final MessageDigest digest;
  private final ByteBuffer row;

  FloatFileWriter(Path path, int size, int dimension, MessageDigest digest) throws IOException {
    this.out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES);
    this.digest = digest;
    this.row = buffer(dimension * Float.BYTES);
    write(buffer(2 * Integer.BYTES).putInt(size).putInt(dimension));
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  void add(float[] vector) throws IOException {
    row.asFloatBuffer().put(vector);
    write(row);
  }

  private void write(ByteBuffer bytes) throws IOException {
    out.write(bytes.array());
    digest.update(bytes.array());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
