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
import org.lorann.benchmarks.search.GrowthBenchmark;
import org.lorann.benchmarks.search.SearchBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how cost grows with the number of vectors. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures how the cost of searches and builds grows with the number of vectors.")
final class GrowthCommand extends MeasuringCommand {
  @Mixin private CurveOptions curves = new CurveOptions();

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,100000,1000000",
      description = "Numbers of vectors, ascending; ${DEFAULT-VALUE} by default.")
  private List<Integer> sizes;

  GrowthCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets, Workers workers) throws IOException {
    List<Peer> peers = new Peers().named(curves.formats());
    GrowthBenchmark growth = new GrowthBenchmark();
    DataSet largest = null;
    for (int size : sizes) {
      largest = dataSets.open(dataOptions.withDocs(size));
      output.log().println(largest.name());
      addSize(growth, peers, largest, workers);
    }
    Report report = report("Growth of searches for " + k, largest);
    growth.addTo(report);
    write(report, "growth-" + largest.name() + "-k" + k);
  }

  private void addSize(GrowthBenchmark growth, List<Peer> peers, DataSet data, Workers workers)
      throws IOException {
    try (SearchBenchmark benchmark =
        new SearchBenchmark(data, k, work.threads(), work.progress(), output.log())) {
      for (Peer peer : peers) {
        benchmark.add(peer, indexes(data, workers));
      }
      growth.add(benchmark, peers, data.base().size(), timing.meter(), curves.lowestRecall());
    }
  }
}
