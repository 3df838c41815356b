// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.lorann.benchmarks.measure.Contender;
import org.lorann.benchmarks.measure.LatencyMeter;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.measure.VectorIndex;

/**
 * LoRANN against Lucene's HNSW on the same vectors and queries. HNSW appears twice: as it comes,
 * and with as much effort as it needs to find as much as LoRANN does.
 */
final class Comparison {
  private static final int MOST_EFFORT = 1000;

  private final VectorIndex lorann;
  private final VectorIndex hnsw;
  private final float[][] queries;
  private final int[][] truth;
  private final int k;

  Comparison(VectorIndex lorann, VectorIndex hnsw, float[][] queries, int[][] truth, int k) {
    this.lorann = lorann;
    this.hnsw = hnsw;
    this.queries = queries;
    this.truth = truth;
    this.k = k;
  }

  ComparisonReport run(LatencyMeter meter) throws IOException {
    Contender ours =
        new Contender("LoRANN, defaults", lorann, k, query -> lorann.search(query, k, null));
    double recall = recall(ours);
    List<Contender> contenders = new ArrayList<>(List.of(ours, hnsw(k, "defaults")));
    int effort =
        RecallMatch.leastEffort(recall, k, MOST_EFFORT, candidates -> recall(hnsw(candidates, "")));
    if (effort > k) {
      contenders.add(hnsw(effort, "best " + k + " of " + effort));
    }
    List<Double> recalls = new ArrayList<>();
    for (Contender contender : contenders) {
      recalls.add(recall(contender));
    }
    ComparisonReport report = new ComparisonReport(k);
    report.index("LoRANN", lorann);
    report.index("Lucene HNSW", hnsw);
    report.searches(contenders, recalls, meter.measure(contenders, queries));
    return report;
  }

  private Contender hnsw(int candidates, String how) {
    return new Contender(
        "Lucene HNSW, " + how, hnsw, k, query -> hnsw.search(query, candidates, null));
  }

  private double recall(Contender contender) throws IOException {
    return Recall.mean(truth, contender.rows(queries));
  }
}
