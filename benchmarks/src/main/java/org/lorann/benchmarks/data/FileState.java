// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a file is still the one it was, without reading it. */
final class FileState {

  private FileState() {}

  static String of(Path file) throws IOException {
    return file.toRealPath()
        + " of "
        + Files.size(file)
        + " bytes, "
        + Files.getLastModifiedTime(file);
  }
}
