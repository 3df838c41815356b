// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.lorann.benchmarks.measure.Latency;
import org.lorann.benchmarks.measure.Throughput;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.report.Chart;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;

/** Puts what a {@link SearchBenchmark} measures into tables and a chart. */
public final class SearchReport {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  /** Of the settings of a format, that at about this recall is measured in further ways. */
  private static final double TYPICAL_RECALL = .95;

  private final Report report;
  private final SearchBenchmark benchmark;
  private final Collection<Peer> peers;
  private final List<Point> points;
  private final Ratios ratios;

  /** The formats are compared with the one named {@code subject}. */
  public SearchReport(
      Report report, SearchBenchmark benchmark, List<Peer> peers, List<Point> points) {
    this.report = report;
    this.benchmark = benchmark;
    this.peers = peers;
    this.points = points;
    this.ratios = new Ratios(peers.getFirst().name(), points);
  }

  /** The head of the report: ratios, chart and all points. */
  public void addSearches() {
    report.add(
        ratioTable(),
        "Queries per second of CPU time at equal recall, interpolated between the best settings of"
            + " each format (the logarithm of the rate is linear in the recall), and how many times"
            + " as fast as each the first format is.");
    report.add(chart());
    report.add(
        pointTable(),
        "All settings that were timed. Columns as in luceneutil: latency is wall time and netCPU is"
            + " CPU time per query, both in the median round; visited counts vectors compared with"
            + " the query in whatever form. Clusters, scored, reranked and exact (the share of"
            + " segment searches that scanned all vectors) are LoRANN's own.");
  }

  private Table ratioTable() {
    List<Column> columns = new ArrayList<>(List.of(new Column("indexType", Unit.TEXT)));
    for (double recall : Ratios.RECALLS) {
      String at = String.format(Locale.ROOT, "at %.2f", recall);
      columns.add(new Column(at, Unit.COUNT));
      columns.add(new Column("ratio " + at, Unit.RATIO));
    }
    columns.add(new Column("highest recall", Unit.RECALL));
    Table table = new Table("Rates at equal recall", columns.toArray(Column[]::new));
    ratios.curves().forEach((peer, curve) -> table.row(ratioRow(peer, curve)));
    return table;
  }

  private Object[] ratioRow(String peer, Curve curve) {
    List<Object> cells = new ArrayList<>(List.of(peer));
    for (double recall : Ratios.RECALLS) {
      cells.add(orNaN(curve.rateAt(recall)));
      cells.add(orNaN(ratios.ratio(peer, recall)));
    }
    cells.add(curve.highestRecall());
    return cells.toArray();
  }

  private static double orNaN(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  private Chart chart() {
    List<Chart.Series> series = new ArrayList<>();
    ratios
        .curves()
        .forEach(
            (peer, curve) ->
                series.add(
                    new Chart.Series(
                        peer, curve.points().stream().map(SearchReport::spot).toList())));
    return new Chart(
        "Recall and rate",
        new Chart.Axis("recall", false),
        new Chart.Axis("queries per second of CPU time", true),
        series);
  }

  private static Chart.Spot spot(Point point) {
    String label =
        String.format(
            Locale.ROOT,
            "%s, %s: %.3f, %,.0f",
            point.peer(),
            point.setting(),
            point.recall(),
            point.rate());
    return new Chart.Spot(point.recall(), point.rate(), label);
  }

  private Table pointTable() {
    Table table =
        new Table(
            "Searches",
            new Column("indexType", Unit.TEXT),
            new Column("setting", Unit.TEXT),
            new Column("recall", Unit.RECALL),
            new Column("latency(ms)", Unit.MILLIS),
            new Column("netCPU", Unit.MILLIS),
            new Column("avgCpuCount", Unit.RECALL),
            new Column("p50(ms)", Unit.MILLIS),
            new Column("p99(ms)", Unit.MILLIS),
            new Column("queries/CPU-s", Unit.COUNT),
            new Column("topK+fanout", Unit.COUNT),
            new Column("visited", Unit.COUNT),
            new Column("clusters", Unit.DECIMAL),
            new Column("scored", Unit.COUNT),
            new Column("reranked", Unit.DECIMAL),
            new Column("exact", Unit.RECALL));
    points.stream()
        .sorted(Comparator.comparing(this::order).thenComparing(Point::recall))
        .forEach(point -> addPoint(table, point));
    return table;
  }

  private int order(Point point) {
    return List.copyOf(ratios.curves().keySet()).indexOf(point.peer());
  }

  private static void addPoint(Table table, Point point) {
    Latency latency = point.latency();
    double wall = MILLIS_PER_SECOND / latency.queriesPerSecond();
    double cpu = MILLIS_PER_SECOND / latency.queriesPerCpuSecond();
    Work work = point.work();
    table.row(
        point.peer(),
        point.setting(),
        point.recall(),
        wall,
        cpu,
        cpu / wall,
        millis(latency.p50Nanos()),
        millis(latency.p99Nanos()),
        point.rate(),
        point.candidates(),
        work.visited(),
        work.clusters(),
        work.scored(),
        work.reranked(),
        work.exactShare());
  }

  /** Zero stands for a percentile that nobody measured. */
  private static double millis(long nanos) {
    return nanos == 0 ? Double.NaN : nanos / NANOS_PER_MILLI;
  }

  /** What the indexes cost. */
  public void addIndexes() throws IOException {
    IndexTable table = new IndexTable();
    Set<String> seen = new HashSet<>();
    for (Peer peer : peers) {
      if (seen.add(peer.indexName())) {
        table.add(peer.name(), benchmark.index(peer));
      }
    }
    table.addTo(report);
  }

  /** One setting of each format, with several threads. */
  public void addThroughput(Throughput meter, int threads) throws IOException {
    List<Point> typical = typicalPoints();
    List<Double> rates = benchmark.throughput(meter, typical);
    Table table =
        new Table(
            "Throughput of " + threads + " threads",
            new Column("indexType", Unit.TEXT),
            new Column("setting", Unit.TEXT),
            new Column("recall", Unit.RECALL),
            new Column("queries/s", Unit.COUNT),
            new Column("to one thread", Unit.RATIO));
    for (int i = 0; i < typical.size(); i++) {
      Point point = typical.get(i);
      double single = point.latency().queriesPerSecond();
      table.row(point.peer(), point.setting(), point.recall(), rates.get(i), rates.get(i) / single);
    }
    report.add(table, "Each thread searches as fast as it can; by wall time.");
  }

  /** One setting of each format, with nothing in memory. Closes the indexes. */
  public void addColdSearches() throws IOException {
    Table table =
        new Table(
            "Cold searches",
            new Column("indexType", Unit.TEXT),
            new Column("setting", Unit.TEXT),
            new Column("recall", Unit.RECALL),
            new Column("first(ms)", Unit.MILLIS),
            new Column("mean(ms)", Unit.MILLIS),
            new Column("queries", Unit.COUNT),
            new Column("read(MB)", Unit.DECIMAL));
    for (Point point : typicalPoints()) {
      Optional<ColdRun.Result> cold = benchmark.cold(point);
      if (cold.isEmpty()) {
        report.add(table, "Not measured: this system cannot be asked to drop files from memory.");
        return;
      }
      ColdRun.Result result = cold.get();
      table.row(
          point.peer(),
          point.setting(),
          point.recall(),
          result.firstMillis(),
          result.meanMillis(),
          result.queries(),
          result.megabytes());
    }
    report.add(
        table,
        "The files of an index were dropped from the page cache and the index opened again; the"
            + " code is warm. read is what opening the index and the first queries had read from disk.");
  }

  private List<Point> typicalPoints() {
    return ratios.curves().values().stream()
        .map(curve -> curve.nearest(TYPICAL_RECALL))
        .filter(point -> point.latency().p50Nanos() > 0)
        .toList();
  }
}
