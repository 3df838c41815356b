// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;

/**
 * Indexes the same vectors in the ways of a server, and searches them. What a search costs apart
 * from finding neighbours is measured by the same searches of an index that has no more than the
 * neighbours wanted. The indexes are deleted in the end, whether all went well or not.
 */
public final class HttpBenchmark implements Closeable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  /** The row of searches that find all there is. */
  private static final String OVERHEAD = "overhead";

  private final DataSet data;
  private final int k;
  private final List<String> queries;
  private final Progress.Style progress;
  private final PrintStream log;
  private final List<ServerIndex> indexes = new ArrayList<>();
  private final List<Search> searches = new ArrayList<>();
  private final Table builds =
      new Table(
          "Indexing",
          new Column("index", Unit.TEXT),
          new Column("index s", Unit.DECIMAL),
          new Column("segments", Unit.COUNT),
          new Column("force merge s", Unit.DECIMAL),
          new Column("store MB", Unit.DECIMAL));

  /** Takes the k nearest neighbours of the queries of the data as the truth. */
  public HttpBenchmark(DataSet data, int k, Progress.Style progress, PrintStream log) {
    this.data = data;
    this.k = k;
    this.queries = Arrays.stream(data.queries()).map(Arrays::toString).toList();
    this.progress = progress;
    this.log = log;
  }

  /** Indexes the data in one way, and then merges it. */
  public void add(Server server, HttpContender contender) throws IOException {
    ServerIndex index = create(server, contender, "");
    double indexing = seconds(() -> fill(index, data.base()));
    int segments = index.segments();
    log.println("merging " + contender.label());
    double merging = seconds(index::mergeToOneSegment);
    builds.row(contender.label(), indexing, segments, merging, index.bytes() / BYTES_PER_MEGABYTE);
    ServerIndex small = create(server, contender, "-" + OVERHEAD);
    fill(small, data.base().first(Math.min(k, data.base().size())));
    addSearches(index, small);
  }

  private void addSearches(ServerIndex index, ServerIndex small) {
    List<Integer> candidates = index.contender().candidates(k);
    Search overhead = new Search(small, OVERHEAD, candidates.getFirst(), null);
    for (int each : candidates) {
      searches.add(new Search(index, String.valueOf(each), each, overhead));
    }
    searches.add(overhead);
  }

  private ServerIndex create(Server server, HttpContender contender, String suffix)
      throws IOException {
    ServerIndex index = new ServerIndex(server, contender, suffix);
    index.create(data.base().dimension(), data.metric());
    indexes.add(index);
    return index;
  }

  private void fill(ServerIndex index, Vectors vectors) throws IOException {
    String task = "indexing " + index.contender().label();
    try (Progress bar = progress.start(log, task, 0, vectors.size())) {
      index.fill(vectors, bar);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static double seconds(Step step) throws IOException {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }

  /**
   * Searches all indexes, in turn, so that a slow moment of the machine hits all alike.
   *
   * @param clients how many clients search at the same time; each is measured
   */
  public void run(List<Integer> clients, int warmUps, int rounds, Duration slice, Report report)
      throws IOException {
    report.add(
        builds,
        "One client sends bulks, and ends a segment every 10,000 vectors; merging is to one.");
    measureRecalls();
    List<ClientLoad> loads = clients.stream().map(n -> new ClientLoad(n, slice)).toList();
    time(loads, warmUps, rounds);
    report.add(
        table(clients),
        "Medians of rounds; the clients share the machine. "
            + OVERHEAD
            + ": the same searches of an index of "
            + k
            + " vectors. net: the time between two answers less that.");
  }

  private void measureRecalls() throws IOException {
    try (Progress bar = progress.start(log, "measuring recall", 0, searches.size())) {
      for (Search search : searches) {
        search.measureRecall();
        bar.advance(1);
      }
    }
  }

  private void time(List<ClientLoad> loads, int warmUps, int rounds) throws IOException {
    try (Progress bar = progress.start(log, "timing in rounds", 0, warmUps + rounds)) {
      for (int round = -warmUps; round < rounds; round++) {
        for (Search search : searches) {
          search.time(loads, round >= 0);
        }
        bar.advance(1);
      }
    }
  }

  private Table table(List<Integer> clients) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("index", Unit.TEXT));
    columns.add(new Column("candidates", Unit.TEXT));
    columns.add(new Column("recall", Unit.RECALL));
    for (int n : clients) {
      columns.add(new Column("QPS, clients: " + n, Unit.COUNT));
      columns.add(new Column("net ms, clients: " + n, Unit.MILLIS));
    }
    Table table = new Table("Searches", columns.toArray(Column[]::new));
    searches.forEach(search -> table.row(search.cells(clients)));
    return table;
  }

  @Override
  public void close() throws IOException {
    for (ServerIndex index : indexes) {
      index.delete();
    }
  }

  /** One index, searched for a number of candidates. */
  private final class Search {
    private final ServerIndex index;
    private final String label;
    private final int candidates;
    private final Search overhead;
    private final List<List<Double>> rates = new ArrayList<>();
    private double recall = Double.NaN;

    /**
     * A search that has not been measured yet.
     *
     * @param overhead the same with next to nothing to search, or null if this is that
     */
    Search(ServerIndex index, String label, int candidates, Search overhead) {
      this.index = index;
      this.label = label;
      this.candidates = candidates;
      this.overhead = overhead;
    }

    void measureRecall() throws IOException {
      if (overhead == null) {
        return;
      }
      int[][] found = new int[queries.size()][];
      for (int i = 0; i < found.length; i++) {
        found[i] = index.search(queries.get(i), k, candidates);
      }
      recall = Recall.mean(data.neighbors(k), found);
    }

    void time(List<ClientLoad> loads, boolean counts) throws IOException {
      List<Double> round = new ArrayList<>();
      for (ClientLoad load : loads) {
        round.add(load.requestsPerSecond(this::send));
      }
      if (counts) {
        rates.add(round);
      }
    }

    private void send(int number) throws IOException {
      index.searchOnly(queries.get(number % queries.size()), k, candidates);
    }

    Object[] cells(List<Integer> clients) {
      List<Object> cells = new ArrayList<>();
      cells.add(index.contender().label());
      cells.add(label);
      cells.add(recall);
      for (int load = 0; load < clients.size(); load++) {
        cells.add(rate(load));
        cells.add(overhead == null ? Double.NaN : millis(load) - overhead.millis(load));
      }
      return cells.toArray();
    }

    /** Between two answers, whichever client got them. */
    private double millis(int load) {
      return MILLIS_PER_SECOND / rate(load);
    }

    private double rate(int load) {
      return rates.stream().map(round -> round.get(load)).sorted().toList().get(rates.size() / 2);
    }
  }
}
