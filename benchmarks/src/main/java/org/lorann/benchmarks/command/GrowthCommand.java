// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.List;
import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.search.GrowthBenchmark;
import org.lorann.benchmarks.search.SearchBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how cost grows with the number of vectors. */
@Command(
    name = "growth",
    description = "Measures how the cost of searches and builds grows with the number of vectors.")
final class GrowthCommand extends MeasuringCommand {
  @Mixin private PeerOptions formats = new PeerOptions("lorann,hnsw");
  @Mixin private NeighborOption neighbors = new NeighborOption();
  @Mixin private RecallOption recall = new RecallOption();

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      converter = AtLeastOne.class,
      defaultValue = "10000,100000,1000000",
      description =
          "Numbers of vectors, ascending, in place of --docs; ${DEFAULT-VALUE} by default.")
  private List<Integer> sizes;

  GrowthCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets, Workers workers) throws IOException {
    int k = neighbors.k();
    List<Peer> peers = formats.peers();
    GrowthBenchmark growth = new GrowthBenchmark();
    DataSet largest = null;
    for (int size : sizes) {
      largest = dataSets.open(data().withDocs(size));
      log().println(largest.name());
      addSize(growth, peers, k, largest, workers);
    }
    Report report = report("Growth of searches for " + k, largest);
    growth.addTo(report);
    write(report, "growth-" + largest.name() + "-k" + k);
  }

  private void addSize(
      GrowthBenchmark growth, List<Peer> peers, int k, DataSet data, Workers workers)
      throws IOException {
    try (SearchBenchmark benchmark = new SearchBenchmark(data, k, threads(), progress(), log())) {
      for (Peer peer : peers) {
        benchmark.add(peer, indexes(data, workers));
      }
      growth.add(benchmark, peers, data.base().size(), timing().meter(), recall.lowest());
    }
  }
}
