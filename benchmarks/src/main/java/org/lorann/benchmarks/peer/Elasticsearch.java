// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.elasticsearch.common.logging.LogConfigurator;
import org.lorann.benchmarks.console.UserError;

/** What Elasticsearch's classes need before the first of them is used. */
public final class Elasticsearch {
  private static final String NATIVE_LIBRARIES = "es.nativelibs.path";

  private Elasticsearch() {}

  /**
   * Sets up its logging, without which none of its formats can be made, and Lucene makes all it
   * finds. Does nothing if Elasticsearch is not on the class path.
   */
  public static void prepare() {
    if (isPresent()) {
      LogConfigurator.configureESLogging();
    }
  }

  /** Whether it is on the class path. */
  public static boolean isPresent() {
    String name = "org/elasticsearch/common/logging/LogConfigurator.class";
    return Elasticsearch.class.getClassLoader().getResource(name) != null;
  }

  /**
   * Lets DiskBBQ use the native code of an unpacked distribution. To be called before any of its
   * vectors are indexed or searched.
   */
  public static void useNativeLibraries(Path distribution) {
    Path libraries = distribution.resolve("lib").resolve("platform").resolve(platform());
    if (!Files.isDirectory(libraries)) {
      throw new UserError(distribution + " is no unpacked Elasticsearch: no " + libraries);
    }
    System.setProperty(NATIVE_LIBRARIES, libraries.toString());
  }

  /** Whether {@link #useNativeLibraries} was called. */
  public static boolean usesNativeLibraries() {
    return System.getProperty(NATIVE_LIBRARIES) != null;
  }

  /** The name of the folder, as Elasticsearch's distributions have it. */
  private static String platform() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    String name =
        system.startsWith("Mac") ? "darwin" : system.startsWith("Win") ? "windows" : "linux";
    return name
        + "-"
        + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
  }
}
