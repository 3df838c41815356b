// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.lorann.benchmarks.data.DataOptions;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Peers;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.search.PeerIndexes;
import org.lorann.benchmarks.search.Point;
import org.lorann.benchmarks.search.Ratios;
import org.lorann.benchmarks.search.SearchBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares formats by recall and time of searches. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares formats by recall and time of searches, in one thread.")
final class SearchCommand implements Callable<Integer> {
  @Mixin private DataOptions dataOptions = new DataOptions();
  @Mixin private WorkOptions work = new WorkOptions();

  @Option(
      names = "--formats",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "lorann,hnsw,diskbbq-2bit,diskbbq-4bit",
      description = "What to compare; the first with the others. ${DEFAULT-VALUE} by default.")
  private List<String> formats;

  @Option(
      names = "-k",
      paramLabel = "K",
      defaultValue = "10",
      description = "Neighbours per query, 1 to " + DataSet.NEIGHBORS + "; ${DEFAULT-VALUE}.")
  private int k;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Rounds that count; ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds before that; ${DEFAULT-VALUE} by default.")
  private int warmUp;

  @Option(
      names = "--slice",
      paramLabel = "MS",
      defaultValue = "200",
      description = "Milliseconds for each setting in a round; ${DEFAULT-VALUE} by default.")
  private int slice;

  @Option(
      names = "--lowest-recall",
      paramLabel = "R",
      defaultValue = "0.8",
      description = "Settings with a lower recall are not timed; ${DEFAULT-VALUE} by default.")
  private double lowestRecall;

  private final PrintStream out;
  private final PrintStream log;

  SearchCommand(PrintStream out, PrintStream log) {
    this.out = out;
    this.log = log;
  }

  @Override
  public Integer call() throws IOException {
    work.prepare();
    List<Peer> peers = new Peers().named(formats);
    try (DataSets dataSets = work.dataSets(log);
        ExecutorService executor = work.executor()) {
      DataSet data = dataSets.open(dataOptions);
      PeerIndexes indexes =
          new PeerIndexes(data, work.indexStore(data, log), new Workers(executor, work.threads));
      run(data, peers, indexes);
    }
    return 0;
  }

  private void run(DataSet data, List<Peer> peers, PeerIndexes indexes) throws IOException {
    try (SearchBenchmark benchmark =
        new SearchBenchmark(data, k, work.threads, work.progress, log)) {
      for (Peer peer : peers) {
        benchmark.add(peer, indexes);
      }
      RoundMeter meter = new RoundMeter(warmUp, rounds, Duration.ofMillis(slice));
      List<Point> points = benchmark.run(meter, lowestRecall);
      out.println(new PointTable(k).of(points));
      out.println(new Ratios(peers.getFirst().name(), points).table());
    }
  }
}
