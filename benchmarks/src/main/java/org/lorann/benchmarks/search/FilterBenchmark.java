// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Setting;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;

/**
 * Searches with filters, random ones and such as have to do with the query, with that setting of
 * each format that reaches a recall without a filter.
 */
public final class FilterBenchmark {
  private static final double[] SELECTIVITIES = {.5, .1, .05, .01, .001};
  private static final double UNFILTERED_RECALL = .95;
  private static final int QUERIES = 200;
  private static final long SEED = 17;

  private final DataSet data;
  private final float[][] queries;
  private final int k;
  private final int threads;
  private final Progress.Style progress;
  private final PrintStream log;
  private final TimedSearches searches;

  /** What rows a filter of some kind accepts for each query, and the truth among them. */
  private record Case(String kind, double selectivity, List<FixedBitSet> rows, int[][] truth) {}

  /** Searches for k neighbours; a few hundred queries are enough. */
  public FilterBenchmark(
      DataSet data, int k, int threads, Progress.Style progress, PrintStream log) {
    this.data = data;
    this.k = k;
    this.threads = threads;
    this.progress = progress;
    this.log = log;
    this.queries = Arrays.copyOf(data.queries(), Math.min(QUERIES, data.queries().length));
    this.searches = new TimedSearches(queries, threads, progress, log);
  }

  /** Adds one table for each format. */
  public void run(List<Peer> peers, PeerIndexes indexes, RoundMeter meter, Report report)
      throws IOException {
    List<Case> cases = cases();
    for (Peer peer : peers) {
      try (VectorIndex index = indexes.open(peer)) {
        Searcher unfiltered = unfiltered(peer, index);
        report.add(
            table(unfiltered, cases, meter),
            "Relative to the same search without a filter. Filters accept rows at random, or the"
                + " categories nearest to the query, or furthest from it; of a thousand categories,"
                + " each the neighbourhood of a random row. Evaluating the filter is not counted.");
      }
    }
  }

  /** The least setting that reaches the recall, by a quick look. */
  private Searcher unfiltered(Peer peer, VectorIndex index) throws IOException {
    RecallPass pass = new RecallPass(queries, truth(), threads);
    Searcher last = null;
    for (Setting setting : peer.settings(k)) {
      last = new Searcher(peer, setting, index, k);
      if (pass.run(last).recall() >= UNFILTERED_RECALL) {
        break;
      }
    }
    return last;
  }

  private int[][] truth() {
    return Arrays.copyOf(data.neighbors(k), queries.length);
  }

  private Table table(Searcher unfiltered, List<Case> cases, RoundMeter meter) throws IOException {
    List<TimedSearches.Task> tasks = new ArrayList<>();
    tasks.add(new TimedSearches.Task(unfiltered, truth()));
    for (Case one : cases) {
      Searcher.Filter filter = filter(unfiltered.index(), one);
      tasks.add(new TimedSearches.Task(unfiltered.filteredBy(filter), one.truth));
    }
    List<Point> points = searches.points(meter, tasks);
    Table table = newTable(unfiltered.name());
    double rate = points.getFirst().rate();
    addRow(table, "none", 1, points.getFirst(), rate);
    for (int i = 0; i < cases.size(); i++) {
      addRow(table, cases.get(i).kind, cases.get(i).selectivity, points.get(i + 1), rate);
    }
    return table;
  }

  private static Table newTable(String searcher) {
    return new Table(
        "Filters: " + searcher,
        new Column("filter", Unit.TEXT),
        new Column("selectivity", Unit.PERCENT),
        new Column("recall", Unit.RECALL),
        new Column("netCPU", Unit.MILLIS),
        new Column("to unfiltered", Unit.RATIO),
        new Column("p99(ms)", Unit.MILLIS),
        new Column("visited", Unit.COUNT),
        new Column("clusters", Unit.DECIMAL),
        new Column("reranked", Unit.DECIMAL),
        new Column("exact", Unit.RECALL));
  }

  private static void addRow(
      Table table, String kind, double selectivity, Point point, double unfilteredRate) {
    table.row(
        kind,
        100 * selectivity,
        point.recall(),
        1e3 / point.rate(),
        unfilteredRate / point.rate(),
        point.latency().p99Nanos() / 1e6,
        point.work().visited(),
        point.work().clusters(),
        point.work().reranked(),
        point.work().exactShare());
  }

  private Searcher.Filter filter(VectorIndex index, Case one) {
    Map<FixedBitSet, Query> byRows = new IdentityHashMap<>();
    Map<float[], Query> byTarget = new IdentityHashMap<>();
    for (int i = 0; i < queries.length; i++) {
      Query query = byRows.computeIfAbsent(one.rows.get(i), rows -> new RowFilter(index, rows));
      byTarget.put(queries[i], query);
    }
    return byTarget::get;
  }

  private List<Case> cases() throws IOException {
    Categories categories = categories();
    List<Case> cases = new ArrayList<>();
    for (double selectivity : SELECTIVITIES) {
      int rows = rows(selectivity);
      FixedBitSet random = randomRows(rows);
      cases.add(newCase("random", selectivity, repeat(random)));
      cases.add(newCase("near", selectivity, forEach(query -> categories.near(query, rows))));
      cases.add(newCase("far", selectivity, forEach(query -> categories.far(query, rows))));
    }
    return cases;
  }

  private Categories categories() throws IOException {
    try (Progress bar =
        progress.start(log, "sorting rows into categories", 0, data.base().size())) {
      return new Categories(data, SEED, threads, bar::advance);
    }
  }

  /** At least k, if there are so many. */
  private int rows(double selectivity) {
    int size = data.base().size();
    return (int) Math.min(size, Math.max(k, Math.round(selectivity * size)));
  }

  private List<FixedBitSet> repeat(FixedBitSet rows) {
    return forEach(query -> rows);
  }

  private List<FixedBitSet> forEach(Function<float[], FixedBitSet> rows) {
    return Arrays.stream(queries).map(rows).toList();
  }

  private FixedBitSet randomRows(int count) {
    SplittableRandom random = new SplittableRandom(SEED + count);
    FixedBitSet rows = new FixedBitSet(data.base().size());
    while (rows.cardinality() < count) {
      for (int missing = count - rows.cardinality(); missing > 0; missing--) {
        rows.set(random.nextInt(rows.length()));
      }
    }
    return rows;
  }

  private Case newCase(String kind, double selectivity, List<FixedBitSet> rows) throws IOException {
    String task = "searching exactly, " + kind + " " + 100 * selectivity + " %";
    long total = (long) data.base().size() * threads;
    try (Progress bar = progress.start(log, task, 0, total)) {
      int[][] truth =
          ExactNeighbors.of(
              data.metric().similarity(),
              data.base(),
              queries,
              (query, row) -> rows.get(query).get(row),
              k,
              threads,
              bar::advance);
      return new Case(kind, selectivity, rows, truth);
    }
  }
}
