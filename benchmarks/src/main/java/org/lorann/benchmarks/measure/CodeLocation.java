// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where compiled code is. */
public final class CodeLocation {

  private CodeLocation() {}

  /** The folder or jar that a class comes from. */
  public static Path of(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
