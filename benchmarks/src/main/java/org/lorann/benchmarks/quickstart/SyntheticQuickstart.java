// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.FSDirectory;
import org.lorann.benchmarks.console.Format;
import org.lorann.benchmarks.measure.Contender;
import org.lorann.benchmarks.measure.Cost;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.Latency;
import org.lorann.benchmarks.measure.LatencyMeter;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.measure.TextTable;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.lucene.LorannCodec;
import org.lorann.lucene.LorannSearchStrategy;

/**
 * Made-up data in growing amounts: shows from which size on an index is worth having, and what each
 * further probed cluster buys.
 */
final class SyntheticQuickstart {
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  private static final int DIMENSIONS = 128;
  private static final int[] SIZES = {5_000, 20_000, 50_000};
  private static final int[] PROBES = {1, 2, 4, 8, 16, 32, 64};
  private static final int RERANKED_PER_HIT = 10;
  private static final int QUERIES = 1000;
  private static final int QUERIES_FAST = 200;
  private static final LatencyMeter METER =
      new LatencyMeter(Duration.ofSeconds(5), Duration.ofSeconds(10));
  private static final LatencyMeter METER_FAST =
      new LatencyMeter(Duration.ofSeconds(2), Duration.ofSeconds(2));

  private final Settings settings;
  private final PrintStream out;
  private final PrintStream log;
  private final float[][] queries;
  private final float[][] rows;

  SyntheticQuickstart(Settings settings, PrintStream out, PrintStream log) {
    this.settings = settings;
    this.out = out;
    this.log = log;
    GaussianMixture mixture = new GaussianMixture(DIMENSIONS, settings.seed());
    queries = mixture.draw(settings.fast() ? QUERIES_FAST : QUERIES);
    rows = mixture.draw(Arrays.stream(SIZES).max().orElseThrow());
  }

  void run() throws IOException {
    for (int size : SIZES) {
      run(Arrays.copyOf(rows, size));
    }
  }

  private void run(float[][] base) throws IOException {
    log.printf(Locale.ROOT, "%,d vectors: indexing and searching%n", base.length);
    Path path = settings.folder().resolve("synthetic.index");
    Cost cost = build(path, base);
    try (VectorIndex index = VectorIndex.open(FSDirectory.open(path))) {
      out.printf(
          Locale.ROOT,
          "%n%,d vectors of %d dimensions around 100 centres, index built in %s (%s CPU);%n"
              + "%,d queries, one search thread%n%n%s",
          base.length,
          DIMENSIONS,
          Format.seconds(cost.wallSeconds()),
          Format.seconds(cost.cpuSeconds()),
          queries.length,
          table(index, base));
    }
  }

  private Cost build(Path path, float[][] base) throws IOException {
    try (FSDirectory directory = FSDirectory.open(path)) {
      return new VectorIndexBuilder(new LorannCodec(), SIMILARITY, settings.threads())
          .build(directory, Vectors.of(base), Map.of())
          .total();
    }
  }

  private TextTable table(VectorIndex index, float[][] base) throws IOException {
    int k = settings.k();
    int[][] truth = ExactNeighbors.of(SIMILARITY, Vectors.of(base), queries, k, settings.threads());
    List<Contender> contenders = contenders(index, k);
    LatencyMeter meter = settings.fast() ? METER_FAST : METER;
    List<Latency> latencies = meter.measure(contenders, queries);
    double exactRate = latencies.getFirst().queriesPerCpuSecond();
    TextTable table =
        new TextTable(
            "search", "recall@" + k, "queries/s", "per CPU second", "to exact", "p50", "p99");
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      Latency latency = latencies.get(i);
      table.row(
          contender.name(),
          Format.recall(Recall.mean(truth, contender.rows(queries))),
          Format.rate(latency.queriesPerSecond()),
          Format.rate(latency.queriesPerCpuSecond()),
          Format.ratio(latency.queriesPerCpuSecond() / exactRate),
          Format.micros(latency.p50Nanos()),
          Format.micros(latency.p99Nanos()));
    }
    return table;
  }

  /** The exact search comes first: the others are compared with it. */
  private static List<Contender> contenders(VectorIndex index, int k) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Contender("exact, Lucene", index, k, query -> index.searchExactly(query, k)));
    for (int probes : PROBES) {
      int rerank = RERANKED_PER_HIT * k;
      KnnSearchStrategy strategy = LorannSearchStrategy.probes(probes, rerank);
      String name = "LoRANN, probes " + probes + ", rerank " + rerank;
      contenders.add(new Contender(name, index, k, query -> index.search(query, k, strategy)));
    }
    contenders.add(
        new Contender("LoRANN, defaults", index, k, query -> index.search(query, k, null)));
    return contenders;
  }
}
