// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.List;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.search.FilterBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures what filters do to recall and time. */
@Command(
    name = "filter",
    description = "Measures what filters, random and related to the query, do to recall and time.")
final class FilterCommand extends MeasuringCommand {
  @Mixin private PeerOptions formats = new PeerOptions("lorann,hnsw");
  @Mixin private NeighborOption neighbors = new NeighborOption();

  FilterCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets, Workers workers) throws IOException {
    int k = neighbors.k();
    List<Peer> peers = formats.peers();
    DataSet data = dataSets.open(data());
    Report report = report("Searches for " + k + " with filters", data);
    new FilterBenchmark(data, k, threads(), progress(), log())
        .run(peers, indexes(data, workers), timing().meter(), report);
    write(report, "filter-" + data.name() + "-k" + k);
  }
}
