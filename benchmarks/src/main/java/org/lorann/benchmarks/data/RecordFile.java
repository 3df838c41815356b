// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.Vectors;

/**
 * A file of vectors that all take the same space, read where it lies. All numbers are
 * little-endian, but for the header of the last kind.
 *
 * <ul>
 *   <li>{@code .fvecs}, {@code .bvecs}: each vector is preceded by its dimension, as an int
 *   <li>{@code .fbin}, {@code .u8bin}, {@code .i8bin}: two ints for all, the number of vectors and
 *       their dimension, then the vectors. In an {@code .i8bin} each may be preceded by a float it
 *       is to be multiplied by; the length of the file tells.
 *   <li>{@code -ubyte}, the images of MNIST and others like it: two zero bytes, an 8, the number of
 *       sizes, the sizes as big-endian ints, of which the first is the number of vectors, and the
 *       product of the others their dimension; then the vectors
 * </ul>
 */
public final class RecordFile implements Vectors, Closeable {
  private static final int BIN_HEADER = 2 * Integer.BYTES;
  private static final int MAX_DIMENSION = 1 << 16;

  /** The first bytes of a {@code -ubyte} file, but for the number of sizes. */
  private static final int UBYTE_MAGIC = 0x0800;

  private final Path path;
  private final FileChannel channel;
  private final Layout layout;

  /** How a number is stored. */
  private enum Element {
    FLOAT(Float.BYTES) {
      @Override
      float[] decode(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        return values;
      }
    },
    UNSIGNED_BYTE(1) {
      @Override
      float[] decode(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = Byte.toUnsignedInt(bytes.get());
        }
        return values;
      }
    },
    SIGNED_BYTE(1) {
      @Override
      float[] decode(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = bytes.get();
        }
        return values;
      }
    },
    SCALED_BYTE(1) {
      @Override
      float[] decode(ByteBuffer bytes, int count) {
        float scale = bytes.getFloat();
        float[] values = SIGNED_BYTE.decode(bytes, count);
        for (int i = 0; i < count; i++) {
          values[i] *= scale;
        }
        return values;
      }
    };

    final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }

    abstract float[] decode(ByteBuffer bytes, int count);
  }

  /**
   * Where the numbers are.
   *
   * @param header bytes before the first record
   * @param prefix bytes of a record before what {@link Element#decode} reads
   * @param stride bytes of a record
   */
  private record Layout(
      Element element, int size, int dimension, int header, int prefix, int stride) {}

  private RecordFile(Path path, FileChannel channel, Layout layout) {
    this.path = path;
    this.channel = channel;
    this.layout = layout;
  }

  static boolean isSupported(Path path) {
    return switch (extension(path)) {
      case "fvecs", "bvecs", "fbin", "u8bin", "i8bin", "ubyte" -> true;
      default -> false;
    };
  }

  /** Opens a file; what it holds follows from its extension. */
  public static RecordFile open(Path path) throws IOException {
    if (isSupported(path) == false) {
      throw new UserError(
          path + ": vectors are in a file .fvecs, .bvecs, .fbin, .u8bin, .i8bin or -ubyte");
    }
    FileChannel channel = FileChannel.open(path);
    try {
      return new RecordFile(path, channel, layout(path, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Layout layout(Path path, FileChannel channel) throws IOException {
    return switch (extension(path)) {
      case "fvecs" -> vecs(path, channel, Element.FLOAT);
      case "bvecs" -> vecs(path, channel, Element.UNSIGNED_BYTE);
      case "fbin" -> bin(path, channel, Element.FLOAT);
      case "u8bin" -> bin(path, channel, Element.UNSIGNED_BYTE);
      case "i8bin" -> bin(path, channel, Element.SIGNED_BYTE);
      case "ubyte" -> images(path, channel);
      default -> throw new IllegalArgumentException(path.toString());
    };
  }

  private static Layout vecs(Path path, FileChannel channel, Element element) throws IOException {
    int dimension = checkDimension(path, read(path, channel, 0, Integer.BYTES).getInt());
    int stride = Integer.BYTES + dimension * element.bytes;
    if (channel.size() % stride != 0) {
      throw new UserError(
          path + ": " + channel.size() + " bytes are no multiple of a vector's " + stride);
    }
    int size = Math.toIntExact(channel.size() / stride);
    return new Layout(element, size, dimension, 0, Integer.BYTES, stride);
  }

  private static Layout bin(Path path, FileChannel channel, Element element) throws IOException {
    ByteBuffer header = read(path, channel, 0, BIN_HEADER);
    int size = header.getInt();
    int dimension = checkDimension(path, header.getInt());
    int stride = dimension * element.bytes;
    long data = channel.size() - BIN_HEADER;
    if (data == (long) size * stride && size > 0) {
      return new Layout(element, size, dimension, BIN_HEADER, 0, stride);
    }
    int scaledStride = Float.BYTES + stride;
    if (element == Element.SIGNED_BYTE && data == (long) size * scaledStride && size > 0) {
      return new Layout(Element.SCALED_BYTE, size, dimension, BIN_HEADER, 0, scaledStride);
    }
    throw new UserError(
        path + ": " + data + " bytes do not hold the " + size + " x " + dimension + " it tells of");
  }

  private static Layout images(Path path, FileChannel channel) throws IOException {
    int magic = read(path, channel, 0, Integer.BYTES).order(ByteOrder.BIG_ENDIAN).getInt();
    int sizes = magic - UBYTE_MAGIC;
    if (sizes < 2 || sizes > Byte.MAX_VALUE) {
      throw new UserError(path + ": no file of vectors of unsigned bytes");
    }
    int header = (1 + sizes) * Integer.BYTES;
    ByteBuffer rest = read(path, channel, Integer.BYTES, header - Integer.BYTES);
    rest.order(ByteOrder.BIG_ENDIAN);
    int size = rest.getInt();
    int dimension = 1;
    while (rest.hasRemaining()) {
      int factor = checkDimension(path, rest.getInt());
      dimension =
          checkDimension(path, Math.toIntExact(Math.min(1L << 30, (long) dimension * factor)));
    }
    if (size < 1 || channel.size() != header + (long) size * dimension) {
      throw new UserError(
          path + ": does not hold the " + size + " x " + dimension + " bytes it tells of");
    }
    return new Layout(Element.UNSIGNED_BYTE, size, dimension, header, 0, dimension);
  }

  private static int checkDimension(Path path, int dimension) {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new UserError(path + ": no file of vectors, its dimension would be " + dimension);
    }
    return dimension;
  }

  private static String extension(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith("-ubyte")
        ? "ubyte"
        : name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static ByteBuffer read(Path path, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new UserError(path + ": ends within a vector or its header");
      }
    }
    return bytes.flip();
  }

  @Override
  public int size() {
    return layout.size;
  }

  @Override
  public int dimension() {
    return layout.dimension;
  }

  @Override
  public float[] get(int row) throws IOException {
    long position = layout.header + (long) row * layout.stride;
    ByteBuffer record = read(path, channel, position, layout.stride);
    return layout.element.decode(record.position(layout.prefix), layout.dimension);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
