// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.lorann.benchmarks.console.UserError;

/**
 * True neighbours in a file, little-endian ints: {@code .ivecs}, where the rows of each query are
 * preceded by their number, or {@code .ibin}, with the number of queries, that of rows for each,
 * and the rows. An {@code .ibin} may have distances after the rows, which are not read.
 */
final class NeighborFile {
  private static final String IVECS = ".ivecs";
  private static final String IBIN = ".ibin";

  private NeighborFile() {}

  static boolean isSupported(Path path) {
    return path.toString().endsWith(IVECS) || path.toString().endsWith(IBIN);
  }

  static int[][] read(Path path) throws IOException {
    if (isSupported(path) == false) {
      throw new UserError(path + ": true neighbours are in a file .ivecs or .ibin");
    }
    IntBuffer ints =
        ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    try {
      return path.toString().endsWith(IVECS) ? readIvecs(ints) : readIbin(ints);
    } catch (RuntimeException e) {
      throw new UserError(path + ": no file of neighbours, or cut short", e);
    }
  }

  private static int[][] readIvecs(IntBuffer ints) {
    int width = ints.get(0);
    if (ints.remaining() % (1 + width) != 0) {
      throw new IllegalArgumentException("cut short");
    }
    int[][] neighbors = new int[ints.remaining() / (1 + width)][width];
    for (int[] row : neighbors) {
      if (ints.get() != width) {
        throw new IllegalArgumentException("rows of different lengths");
      }
      ints.get(row);
    }
    return neighbors;
  }

  private static int[][] readIbin(IntBuffer ints) {
    int queries = ints.get();
    int width = ints.get();
    if ((long) queries * width > ints.remaining()) {
      throw new IllegalArgumentException("cut short");
    }
    int[][] neighbors = new int[queries][width];
    for (int[] row : neighbors) {
      ints.get(row);
    }
    return neighbors;
  }

  /** Writes an {@code .ibin}, all of it or nothing. */
  static void write(Path path, int[][] neighbors) throws IOException {
    int width = neighbors[0].length;
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * (2 + neighbors.length * width))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(neighbors.length).putInt(width);
    for (int[] row : neighbors) {
      for (int neighbor : row) {
        bytes.putInt(neighbor);
      }
    }
    Path unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      out.write(bytes.array());
    }
    Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
  }
}
