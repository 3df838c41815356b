// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.List;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Peers;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.search.FilterBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what filters do to recall and time. */
@Command(
    name = "filter",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures what filters, random and related to the query, do to recall and time.")
final class FilterCommand extends MeasuringCommand {

  @Option(
      names = "--formats",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "lorann,hnsw",
      description = "What to measure; ${DEFAULT-VALUE} by default.")
  private List<String> formats;

  FilterCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets, Workers workers) throws IOException {
    List<Peer> peers = new Peers().named(formats);
    DataSet data = dataSets.open(dataOptions);
    Report report = report("Searches for " + k + " with filters", data);
    new FilterBenchmark(data, k, work.threads(), work.progress(), output.log())
        .run(peers, indexes(data, workers), timing.meter(), report);
    write(report, "filter-" + data.name() + "-k" + k);
  }
}
