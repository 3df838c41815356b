// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.DataOptions;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Peers;
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
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares formats by recall and time of searches.")
final class SearchCommand implements Callable<Integer> {
  @Mixin private DataOptions dataOptions = new DataOptions();
  @Mixin private WorkOptions work = new WorkOptions();
  @Mixin private TimingOptions timing = new TimingOptions();

  @Option(
      names = "--formats",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "lorann,hnsw,diskbbq-2bit,diskbbq-4bit",
      description = "What to compare; the first with the others. ${DEFAULT-VALUE} by default.")
  private List<String> formats;

  @Option(
      names = "--external",
      paramLabel = "NAME=COMMAND",
      description = {
        "A program that runs once in each round, for at most a few seconds, and prints lines of"
            + " recall, queries per second and setting."
      })
  private List<String> externals = List.of();

  @Option(
      names = "-k",
      paramLabel = "K",
      defaultValue = "10",
      description = "Neighbours per query, 1 to " + DataSet.NEIGHBORS + "; ${DEFAULT-VALUE}.")
  private int k;

  @Option(
      names = "--lowest-recall",
      paramLabel = "R",
      defaultValue = "0.8",
      description = "Settings with a lower recall are not timed; ${DEFAULT-VALUE} by default.")
  private double lowestRecall;

  @Option(names = "--cold", description = "Also search with nothing in memory; Linux only.")
  private boolean cold;

  private final Output output;

  SearchCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    if (k < 1 || k > DataSet.NEIGHBORS) {
      throw new UserError("-k must be from 1 to " + DataSet.NEIGHBORS);
    }
    work.prepare();
    List<Peer> peers = new Peers().named(formats);
    try (DataSets dataSets = work.dataSets(output.log());
        ExecutorService executor = work.executor()) {
      DataSet data = dataSets.open(dataOptions);
      PeerIndexes indexes =
          new PeerIndexes(
              data, work.indexStore(data, output.log()), new Workers(executor, work.threads()));
      run(data, peers, indexes);
    }
    return 0;
  }

  private void run(DataSet data, List<Peer> peers, PeerIndexes indexes) throws IOException {
    String title = "Recall and time of searches: " + data.name() + ", k = " + k;
    Report report = new Report(title, RunFacts.of(output.arguments(), data));
    try (SearchBenchmark benchmark = benchmark(data)) {
      for (Peer peer : peers) {
        benchmark.add(peer, indexes);
      }
      externals.stream().map(External::parse).forEach(benchmark::add);
      List<Point> points = benchmark.run(timing.meter(), lowestRecall);
      SearchReport tables = new SearchReport(report, benchmark, peers, points);
      tables.addSearches();
      tables.addThroughput(timing.throughput(work.threads()), work.threads());
      tables.addIndexes();
      if (cold) {
        tables.addColdSearches();
      }
    }
    output.write(report, work.results(), "search-" + data.name() + "-k" + k);
  }

  private SearchBenchmark benchmark(DataSet data) {
    return new SearchBenchmark(data, k, work.threads(), work.progress(), output.log());
  }
}
