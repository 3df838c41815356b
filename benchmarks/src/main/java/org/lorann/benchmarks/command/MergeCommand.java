// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.DataOptions;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.search.MergeBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures generations of merges against a build from nothing. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures generations of merges of this format against a build from nothing.")
final class MergeCommand implements Callable<Integer> {
  @Mixin private DataOptions dataOptions = new DataOptions();
  @Mixin private WorkOptions work = new WorkOptions();

  @Option(
      names = "--generations",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Merges in which one half of the data takes the place of the other; "
              + "${DEFAULT-VALUE} by default.")
  private int generations;

  @Option(
      names = "-k",
      paramLabel = "K",
      defaultValue = "10",
      description = "Neighbours per query, 1 to " + DataSet.NEIGHBORS + "; ${DEFAULT-VALUE}.")
  private int k;

  private final Output output;

  MergeCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    if (generations < 1) {
      throw new UserError("--generations must be at least 1");
    }
    if (k < 1 || k > DataSet.NEIGHBORS) {
      throw new UserError("-k must be from 1 to " + DataSet.NEIGHBORS);
    }
    work.prepare();
    try (DataSets dataSets = work.dataSets(output.log())) {
      DataSet data = dataSets.openWithoutNeighbors(dataOptions);
      try (MergeBenchmark benchmark =
          new MergeBenchmark(data, k, work.threads(), work.scratch(), output.log())) {
        benchmark.run(generations);
        Report report =
            new Report(
                "Generations of merges: " + data.name(), RunFacts.of(output.arguments(), data));
        benchmark.addTo(report);
        output.write(report, work.results(), work.reportName("merge-" + data.name()));
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
