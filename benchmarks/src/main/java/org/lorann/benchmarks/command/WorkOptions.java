// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say where things are kept. */
final class WorkOptions {

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "${sys:benchmark.work:-.benchmark}",
      description = "Where data, indexes and results are kept; ${DEFAULT-VALUE} by default.")
  private Path folder;

  @Option(
      names = "--report",
      paramLabel = "NAME",
      description = "Name of the files of the report; by default from command and data.")
  private String report;

  void createFolder() throws IOException {
    Files.createDirectories(folder);
  }

  Path data() {
    return folder.resolve("data");
  }

  Path indexes() {
    return folder.resolve("index");
  }

  Path results() {
    return folder.resolve("results");
  }

  /** For what is not kept. */
  Path scratch() {
    return folder.resolve("scratch");
  }

  String reportName(String usual) {
    return report == null ? usual : report;
  }
}
