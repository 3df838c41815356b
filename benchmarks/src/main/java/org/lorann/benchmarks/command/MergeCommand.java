// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import org.lorann.benchmarks.build.MergeBenchmark;
import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures generations of merges against a build from nothing. */
@Command(
    name = "merge",
    description = "Measures generations of merges of this format against a build from nothing.")
final class MergeCommand extends DataCommand {
  @Mixin private NeighborOption neighbors = new NeighborOption();

  @Option(
      names = "--generations",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "20",
      description =
          "Merges in which one half of the data takes the place of the other; "
              + "${DEFAULT-VALUE} by default.")
  private int generations;

  MergeCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets) throws IOException {
    int k = neighbors.k();
    DataSet data = dataSets.openWithoutNeighbors(data());
    try (MergeBenchmark benchmark =
        new MergeBenchmark(data, k, threads(), work().scratch(), progress(), log())) {
      benchmark.run(generations);
      Report report = report("Generations of merges", data);
      benchmark.addTo(report);
      write(report, "merge-" + data.name());
    }
  }
}
