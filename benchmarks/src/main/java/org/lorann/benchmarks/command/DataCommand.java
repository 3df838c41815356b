// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.data.DataOptions;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.report.Report;
import picocli.CommandLine.Mixin;

/** A command that measures something with vectors. */
abstract class DataCommand extends ReportCommand {
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private RunOptions options = new RunOptions();

  DataCommand(Output output) {
    super(output);
  }

  @Override
  final void run() throws IOException {
    try (DataSets dataSets = new DataSets(work().data(), threads(), progress(), log())) {
      run(dataSets);
    }
  }

  /** Measures and writes a report. */
  abstract void run(DataSets dataSets) throws IOException;

  /** Which vectors to take. */
  final DataOptions data() {
    return data;
  }

  final int threads() {
    return options.threads();
  }

  final Progress.Style progress() {
    return options.progress();
  }

  final Report report(String title, DataSet measured) throws IOException {
    return new Report(title + ": " + measured.name(), RunFacts.of(arguments(), measured));
  }
}
