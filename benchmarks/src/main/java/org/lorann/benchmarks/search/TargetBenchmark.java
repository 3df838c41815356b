// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.TargetSetting;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;

/** How close searches by target recall come to their target. */
public final class TargetBenchmark {
  private static final int[] DEPTHS = {10, 100};
  private static final double[] TARGETS = {.80, .90, .95, .98, .99};

  private final DataSet data;
  private final TimedSearches searches;

  /** With all queries of the set. */
  public TargetBenchmark(DataSet data, int threads, Progress.Style progress, PrintStream log) {
    this.data = data;
    this.searches = new TimedSearches(data.queries(), threads, progress, log);
  }

  /** Adds the table. */
  public void run(Peer lorann, PeerIndexes indexes, RoundMeter meter, Report report)
      throws IOException {
    try (VectorIndex index = indexes.open(lorann)) {
      List<TimedSearches.Task> tasks = new ArrayList<>();
      for (int k : DEPTHS) {
        for (double target : TARGETS) {
          Searcher searcher = new Searcher(lorann, TargetSetting.of(target, k), index, k);
          tasks.add(new TimedSearches.Task(searcher, data.neighbors(k)));
        }
      }
      report.add(
          table(searches.points(meter, tasks)),
          "Searches that say nothing but the recall they want, or not even that: then it is 0.95.");
    }
  }

  private static Table table(List<Point> points) {
    Table table =
        new Table(
            "Target recall and reached recall",
            new Column("k", Unit.COUNT),
            new Column("target", Unit.RECALL),
            new Column("recall", Unit.RECALL),
            new Column("difference", Unit.RECALL),
            new Column("netCPU", Unit.MILLIS),
            new Column("p50(ms)", Unit.MILLIS),
            new Column("p99(ms)", Unit.MILLIS),
            new Column("clusters", Unit.DECIMAL),
            new Column("scored", Unit.COUNT),
            new Column("reranked", Unit.DECIMAL));
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      double target = TARGETS[i % TARGETS.length];
      table.row(
          DEPTHS[i / TARGETS.length],
          target,
          point.recall(),
          point.recall() - target,
          1e3 / point.rate(),
          point.latency().p50Nanos() / 1e6,
          point.latency().p99Nanos() / 1e6,
          point.work().clusters(),
          point.work().scored(),
          point.work().reranked());
    }
    return table;
  }
}
