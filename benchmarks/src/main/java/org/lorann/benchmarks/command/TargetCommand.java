// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.List;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peers;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.search.TargetBenchmark;
import picocli.CommandLine.Command;

/** Compares the recall that was asked for with the recall that was reached. */
@Command(
    name = "targets",
    description =
        "Compares the recall asked of LoRANN with the recall reached, for 10 and for 100"
            + " neighbours.")
final class TargetCommand extends MeasuringCommand {

  TargetCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets, Workers workers) throws IOException {
    DataSet data = dataSets.open(data());
    Report report = report("Target recall", data);
    new TargetBenchmark(data, threads(), progress(), log())
        .run(
            new Peers().named(List.of("lorann")).getFirst(),
            indexes(data, workers),
            timing().meter(),
            report);
    write(report, "targets-" + data.name());
  }
}
