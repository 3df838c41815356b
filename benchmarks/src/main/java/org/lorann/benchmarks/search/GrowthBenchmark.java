// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.lorann.benchmarks.measure.BuildCost;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.report.Chart;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;

/** How the cost of a search at equal recall, and of a build, grow with the number of vectors. */
public final class GrowthBenchmark {
  private static final double RECALL = .95;

  private final Table table =
      new Table(
          "Growth",
          new Column("indexType", Unit.TEXT),
          new Column("nDoc", Unit.COUNT),
          new Column("netCPU at " + RECALL, Unit.MILLIS),
          new Column("to the size before", Unit.RATIO),
          new Column("highest recall", Unit.RECALL),
          new Column("index(s)", Unit.DECIMAL),
          new Column("force_merge(s)", Unit.DECIMAL),
          new Column("CPU(s)", Unit.DECIMAL),
          new Column("vec_RAM(MB)", Unit.DECIMAL));
  private final SequencedMap<String, List<Chart.Spot>> costs = new LinkedHashMap<>();

  /** Measures formats that were added to a benchmark, at one more size. */
  public void add(
      SearchBenchmark benchmark, List<Peer> peers, int size, RoundMeter meter, double lowestRecall)
      throws IOException {
    Ratios ratios = new Ratios(peers.getFirst().name(), benchmark.run(meter, lowestRecall));
    for (Peer peer : peers) {
      Curve curve = ratios.curves().get(peer.name());
      addRow(benchmark, peer, size, curve == null ? Curve.of(List.of()) : curve);
    }
  }

  private void addRow(SearchBenchmark benchmark, Peer peer, int size, Curve curve)
      throws IOException {
    double millis = 1e3 / curve.rateAt(RECALL).orElse(Double.NaN);
    List<Chart.Spot> spots = costs.computeIfAbsent(peer.name(), name -> new ArrayList<>());
    double before = spots.isEmpty() ? Double.NaN : spots.getLast().y();
    BuildCost build = benchmark.index(peer).buildCost();
    table.row(
        peer.name(),
        size,
        millis,
        millis / before,
        curve.highestRecall(),
        build.index().wallSeconds(),
        build.forceMerge().wallSeconds(),
        build.total().cpuSeconds(),
        benchmark.index(peer).size().hotVectorBytes() / 1e6);
    if (Double.isFinite(millis)) {
      String label = String.format(Locale.ROOT, "%s, %,d: %.3f ms", peer.name(), size, millis);
      spots.add(new Chart.Spot(size, millis, label));
    }
  }

  /** Adds what was measured to a report. */
  public void addTo(Report report) {
    report.add(
        table, "CPU time of a search at recall " + RECALL + ", k as in the title, by data size.");
    List<Chart.Series> series = new ArrayList<>();
    costs.forEach((peer, spots) -> series.add(new Chart.Series(peer, List.copyOf(spots))));
    report.add(
        new Chart(
            "Cost and size",
            new Chart.Axis("vectors", true),
            new Chart.Axis("CPU milliseconds per query at recall " + RECALL, true),
            series));
  }
}
