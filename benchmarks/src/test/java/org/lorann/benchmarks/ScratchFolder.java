// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.util.IOUtils;
import org.junit.rules.ExternalResource;

/** A folder for one test. JUnit's own rule for that speaks of java.io.File. */
public final class ScratchFolder extends ExternalResource {
  private Path path;

  @Override
  protected void before() throws IOException {
    path = Files.createTempDirectory("benchmarks-test");
  }

  @Override
  protected void after() {
    try {
      IOUtils.rm(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** A new folder in it. */
  public Path newFolder(String name) throws IOException {
    return Files.createDirectory(path.resolve(name));
  }
}
