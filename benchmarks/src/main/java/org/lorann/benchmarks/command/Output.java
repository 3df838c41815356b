// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.ReportFiles;

/**
 * Where results and messages go.
 *
 * @param arguments what the benchmark was called with
 */
record Output(PrintStream out, PrintStream log, List<String> arguments) {

  void write(Report report, Path folder, String name) throws IOException {
    String file = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    new ReportFiles(folder, file).write(report, out, log);
  }
}
