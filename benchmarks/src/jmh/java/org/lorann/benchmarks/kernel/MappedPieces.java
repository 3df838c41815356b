// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/** Pieces of random bytes, all of one size, in a mapped file, visited in random order. */
final class MappedPieces implements Closeable {
  private static final String FILE = "pieces";

  private final Path folder;
  private final Directory directory;
  private final IndexInput input;
  private final long[] positions;
  private int next;

  MappedPieces(int pieceBytes, WorkingSet workingSet) throws IOException {
    SplittableRandom random = new SplittableRandom(pieceBytes);
    folder = Files.createTempDirectory("kernel");
    directory = new MMapDirectory(folder);
    positions = new long[workingSet.pieces(pieceBytes)];
    byte[] piece = new byte[pieceBytes];
    try (IndexOutput out = directory.createOutput(FILE, IOContext.DEFAULT)) {
      for (int i = 0; i < positions.length; i++) {
        int other = random.nextInt(i + 1);
        positions[i] = positions[other];
        positions[other] = (long) i * pieceBytes;
        random.nextBytes(piece);
        out.writeBytes(piece, piece.length);
      }
    }
    input = directory.openInput(FILE, IOContext.DEFAULT);
  }

  IndexInput input() {
    return input;
  }

  long nextPosition() {
    next = next + 1 == positions.length ? 0 : next + 1;
    return positions[next];
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(input, directory);
    IOUtils.rm(folder);
  }
}
