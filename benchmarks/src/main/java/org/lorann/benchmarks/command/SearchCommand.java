// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.List;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.search.External;
import org.lorann.benchmarks.search.PeerIndexes;
import org.lorann.benchmarks.search.Point;
import org.lorann.benchmarks.search.SearchBenchmark;
import org.lorann.benchmarks.search.SearchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares formats by recall and time of searches. */
@Command(name = "search", description = "Compares formats by recall and time of searches.")
final class SearchCommand extends MeasuringCommand {
  @Mixin private PeerOptions formats = new PeerOptions("lorann,hnsw");
  @Mixin private NeighborOption neighbors = new NeighborOption();
  @Mixin private RecallOption recall = new RecallOption();

  @Option(
      names = "--external",
      paramLabel = "NAME=COMMAND",
      description = {
        "A program that runs once in each round, for at most a few seconds, and prints lines of"
            + " recall, queries per second and setting."
      })
  private List<String> externals = List.of();

  @Option(names = "--cold", description = "Also search with nothing in memory; Linux only.")
  private boolean cold;

  SearchCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets, Workers workers) throws IOException {
    int k = neighbors.k();
    List<Peer> peers = formats.peers();
    List<External> programs = externals.stream().map(External::parse).toList();
    DataSet data = dataSets.open(data());
    PeerIndexes indexes = indexes(data, workers);
    Report report = report("Recall and time of searches for " + k, data);
    try (SearchBenchmark benchmark = new SearchBenchmark(data, k, threads(), progress(), log())) {
      for (Peer peer : peers) {
        benchmark.add(peer, indexes);
      }
      programs.forEach(benchmark::add);
      List<Point> points = benchmark.run(timing().meter(), recall.lowest());
      addTables(new SearchReport(report, benchmark, peers, points));
    }
    write(report, "search-" + data.name() + "-k" + k);
  }

  private void addTables(SearchReport tables) throws IOException {
    tables.addSearches();
    tables.addThroughput(timing().throughput(threads()), threads());
    tables.addIndexes();
    if (cold) {
      tables.addColdSearches();
    }
  }
}
