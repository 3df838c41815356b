// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.util.Comparator;
import java.util.List;
import org.lorann.benchmarks.console.Format;
import org.lorann.benchmarks.measure.TextTable;
import org.lorann.benchmarks.search.Point;

/** All points of a run, for a terminal. */
final class PointTable {
  private final TextTable table;

  PointTable(int k) {
    table =
        new TextTable(
            "format", "setting", "recall@" + k, "queries/s", "per CPU second", "p50", "p99");
  }

  TextTable of(List<Point> points) {
    points.stream()
        .sorted(Comparator.comparing(Point::peer).thenComparing(Point::recall))
        .forEach(this::add);
    return table;
  }

  private void add(Point point) {
    table.row(
        point.peer(),
        point.setting(),
        Format.recall(point.recall()),
        Format.rate(point.latency().queriesPerSecond()),
        Format.rate(point.latency().queriesPerCpuSecond()),
        Format.micros(point.latency().p50Nanos()),
        Format.micros(point.latency().p99Nanos()));
  }
}
