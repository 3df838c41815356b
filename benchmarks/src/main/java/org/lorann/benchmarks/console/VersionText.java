// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.lucene.util.Version;
import picocli.CommandLine.IVersionProvider;

/** Names all versions a result depends on. */
public final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "Lorann for Lucene " + projectVersion(),
      "Lucene " + Version.LATEST,
      "Java " + Runtime.version()
    };
  }

  private static String projectVersion() throws IOException {
    try (InputStream stream = VersionText.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    }
  }
}
