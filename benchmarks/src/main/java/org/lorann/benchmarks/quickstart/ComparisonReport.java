// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.util.List;
import org.lorann.benchmarks.console.Format;
import org.lorann.benchmarks.measure.Contender;
import org.lorann.benchmarks.measure.Cost;
import org.lorann.benchmarks.measure.IndexSize;
import org.lorann.benchmarks.measure.Latency;
import org.lorann.benchmarks.measure.TextTable;
import org.lorann.benchmarks.measure.VectorIndex;

/** The two tables of a comparison: what the indexes cost, and how they answer. */
final class ComparisonReport {
  private final TextTable indexes =
      new TextTable("index", "build", "build CPU", "on disk", "without raw vectors");
  private final TextTable searches;

  ComparisonReport(int k) {
    searches = new TextTable("search", "recall@" + k, "queries/s", "per CPU second", "p50", "p99");
  }

  void index(String name, VectorIndex index) throws IOException {
    Cost cost = index.buildCost().total();
    IndexSize size = index.size();
    indexes.row(
        name,
        Format.seconds(cost.wallSeconds()),
        Format.seconds(cost.cpuSeconds()),
        Format.megabytes(size.totalBytes()),
        Format.megabytes(size.bytesWithoutRawVectors()));
  }

  void searches(List<Contender> contenders, List<Double> recalls, List<Latency> latencies) {
    for (int i = 0; i < contenders.size(); i++) {
      Latency latency = latencies.get(i);
      searches.row(
          contenders.get(i).name(),
          Format.recall(recalls.get(i)),
          Format.rate(latency.queriesPerSecond()),
          Format.rate(latency.queriesPerCpuSecond()),
          Format.micros(latency.p50Nanos()),
          Format.micros(latency.p99Nanos()));
    }
  }

  @Override
  public String toString() {
    return indexes + "\n" + searches;
  }
}
