// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The operating system's cache of file contents; on Linux only. */
public final class PageCache {
  private static final Path IO_COUNTERS = Path.of("/proc/self/io");
  private static final String READ_BYTES = "read_bytes: ";

  private PageCache() {}

  /**
   * Asks the system to forget the files of a folder, which nobody may have mapped. Needs no
   * privilege, but GNU's dd.
   *
   * @return whether the system could be asked; {@link #bytesRead} tells whether it did
   */
  public static boolean drop(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (!drop("if=" + file)) {
        return false;
      }
    }
    return true;
  }

  private static boolean drop(String input) throws IOException {
    try {
      Process process =
          new ProcessBuilder("dd", input, "iflag=nocache", "count=0", "status=none")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Bytes this process has had read from a disk so far, if the system tells. */
  public static OptionalLong bytesRead() throws IOException {
    if (!Files.isReadable(IO_COUNTERS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(IO_COUNTERS)) {
      return lines
          .filter(line -> line.startsWith(READ_BYTES))
          .mapToLong(line -> Long.parseLong(line.substring(READ_BYTES.length())))
          .findFirst();
    }
  }
}
