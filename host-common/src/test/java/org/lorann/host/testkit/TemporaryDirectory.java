// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is deleted when it is closed. It lies in the system's directory for temporary
 * files, not in the build's: that may be below a home that the servers' account cannot enter.
 */
final class TemporaryDirectory implements AutoCloseable {

  private final Path path;

  TemporaryDirectory(String prefix) throws IOException {
    this.path =
        Files.createTempDirectory(
            prefix,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Leftovers.add(this);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Leftovers.remove(this);
    if (Files.exists(path) == false) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(path)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : paths) {
      Files.deleteIfExists(each);
    }
  }
}
