// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.lorann.benchmarks.console.UserError;

/**
 * Embeddings on disk: a header, then slabs of rows, each followed by its checksum.
 *
 * <p>Slabs are only ever appended. A run that was interrupted leaves whole slabs and perhaps a part
 * of one, which the next run cuts off and computes again.
 */
final class EmbeddingCache implements Closeable {
  static final int SLAB_ROWS = 8192;

  private static final int MAGIC = 0x4C514543;
  private static final int VERSION = 1;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int HEADER_BYTES =
      Integer.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES + CHECKSUM_BYTES;

  private final Path file;
  private final FileChannel channel;
  private final Layout layout;
  private int rows;

  /** What a file must have been made for. */
  record Layout(long fingerprint, int totalRows, int dimensions) {
    private ByteBuffer header() {
      ByteBuffer header = buffer(HEADER_BYTES);
      header.putInt(MAGIC).putInt(VERSION).putLong(fingerprint);
      header.putInt(totalRows).putInt(dimensions);
      return header.putInt(checksum(header, header.position())).flip();
    }

    private int slabRows(int firstRow) {
      return Math.min(SLAB_ROWS, totalRows - firstRow);
    }

    private int slabBytes(int firstRow) {
      return slabRows(firstRow) * dimensions * Float.BYTES + CHECKSUM_BYTES;
    }
  }

  private EmbeddingCache(Path file, FileChannel channel, Layout layout) {
    this.file = file;
    this.channel = channel;
    this.layout = layout;
  }

  /** Opens the file, or creates it; a file of another layout is an error the user resolves. */
  static EmbeddingCache open(Path file, Layout layout) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    EmbeddingCache cache = new EmbeddingCache(file, channel, layout);
    try {
      cache.lock();
      cache.readHeader();
      cache.countRows();
      return cache;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    if (channel.tryLock() == null) {
      throw new UserError("another quickstart is using " + file);
    }
  }

  private void readHeader() throws IOException {
    ByteBuffer expected = layout.header();
    if (channel.size() < HEADER_BYTES) {
      // Nothing but the start of a header: a run that was interrupted at once.
      channel.truncate(0);
      writeFully(expected, 0);
      return;
    }
    ByteBuffer found = readFully(HEADER_BYTES, 0);
    if (!found.equals(expected)) {
      throw new UserError(
          "the embeddings in " + file + " are damaged or of another version; delete that file");
    }
  }

  private void countRows() throws IOException {
    long end = HEADER_BYTES;
    while (rows < layout.totalRows() && end + layout.slabBytes(rows) <= channel.size()) {
      end += layout.slabBytes(rows);
      rows += layout.slabRows(rows);
    }
    channel.truncate(end);
  }

  /** How many rows are stored. */
  int rows() {
    return rows;
  }

  /** How many rows {@link #append} takes next. */
  int nextSlabRows() {
    return layout.slabRows(rows);
  }

  void append(float[][] slab) throws IOException {
    if (slab.length != nextSlabRows()) {
      throw new IllegalArgumentException(slab.length + " rows, expected " + nextSlabRows());
    }
    ByteBuffer bytes = buffer(layout.slabBytes(rows));
    for (float[] row : slab) {
      bytes.asFloatBuffer().put(row);
      bytes.position(bytes.position() + layout.dimensions() * Float.BYTES);
    }
    bytes.putInt(checksum(bytes, bytes.position()));
    writeFully(bytes.flip(), channel.size());
    rows += slab.length;
  }

  /** The first rows; every slab that is touched is checked. */
  float[][] read(int count) throws IOException {
    float[][] all = new float[count][];
    long position = HEADER_BYTES;
    for (int first = 0; first < count; first += SLAB_ROWS) {
      ByteBuffer slab = readFully(layout.slabBytes(first), position);
      int length = slab.limit() - CHECKSUM_BYTES;
      if (checksum(slab, length) != slab.getInt(length)) {
        throw new UserError("the embeddings in " + file + " are damaged; delete that file");
      }
      copyRows(slab, all, first);
      position += slab.limit();
    }
    return all;
  }

  private void copyRows(ByteBuffer slab, float[][] all, int first) {
    int end = Math.min(all.length, first + layout.slabRows(first));
    for (int row = first; row < end; row++) {
      all[row] = new float[layout.dimensions()];
      slab.asFloatBuffer().get(all[row]);
      slab.position(slab.position() + layout.dimensions() * Float.BYTES);
    }
  }

  private void writeFully(ByteBuffer bytes, long position) throws IOException {
    long target = position;
    while (bytes.hasRemaining()) {
      target += channel.write(bytes, target);
    }
  }

  private ByteBuffer readFully(int length, long position) throws IOException {
    ByteBuffer bytes = buffer(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new UserError("the embeddings in " + file + " are cut short; delete that file");
      }
    }
    return bytes.flip();
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(ByteBuffer bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, length);
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
