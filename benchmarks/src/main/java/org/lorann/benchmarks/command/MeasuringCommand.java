// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.DataOptions;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.search.PeerIndexes;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that search have in common: data, indexes, timing and a report. */
abstract class MeasuringCommand implements Callable<Integer> {
  @Mixin DataOptions dataOptions = new DataOptions();
  @Mixin WorkOptions work = new WorkOptions();
  @Mixin TimingOptions timing = new TimingOptions();

  @Option(
      names = "-k",
      paramLabel = "K",
      defaultValue = "10",
      description = "Neighbours per query, 1 to " + DataSet.NEIGHBORS + "; ${DEFAULT-VALUE}.")
  int k;

  final Output output;

  MeasuringCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    if (k < 1 || k > DataSet.NEIGHBORS) {
      throw new UserError("-k must be from 1 to " + DataSet.NEIGHBORS);
    }
    work.prepare();
    try (DataSets dataSets = work.dataSets(output.log());
        ExecutorService executor = work.executor()) {
      run(dataSets, new Workers(executor, work.threads()));
    }
    return CommandLine.ExitCode.OK;
  }

  /** Measures and writes a report. */
  abstract void run(DataSets dataSets, Workers workers) throws IOException;

  PeerIndexes indexes(DataSet data, Workers workers) {
    return new PeerIndexes(data, work.indexStore(data, output.log()), workers);
  }

  Report report(String title, DataSet data) throws IOException {
    return new Report(title + ": " + data.name(), RunFacts.of(output.arguments(), data));
  }

  void write(Report report, String name) throws IOException {
    output.write(report, work.results(), work.reportName(name));
  }
}
