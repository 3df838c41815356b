// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.Cost;
import org.lorann.benchmarks.measure.VectorCodec;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;
import org.lorann.lucene.LorannVectorsFormat;

/**
 * Generations of merges: an index begins with one half of the vectors and, from merge to merge,
 * takes in more of the others and loses as many of the first, in the order of the data. What the
 * merges cost, and what is found in the end, is compared with a build of the same vectors from
 * nothing.
 */
public final class MergeBenchmark implements Closeable {
  private static final int[] PROBES = {4, 8, 16, 32, 64};

  private final DataSet data;
  private final int k;
  private final Progress.Style progress;
  private final PrintStream log;
  private final VectorIndexBuilder builder;
  private final Path folder;
  private final Table costs =
      new Table(
          "Merges",
          new Column("generation", Unit.COUNT),
          new Column("nDoc", Unit.COUNT),
          new Column("added", Unit.COUNT),
          new Column("wall(s)", Unit.DECIMAL),
          new Column("CPU(s)", Unit.DECIMAL),
          new Column("CPU, to cold", Unit.PERCENT));
  private final Table recalls =
      new Table(
          "Recall after all merges",
          new Column("probes", Unit.COUNT),
          new Column("visited", Unit.COUNT),
          new Column("recall", Unit.RECALL),
          new Column("recall of a cold build", Unit.RECALL));

  /** Uses a folder that is emptied before and after. */
  public MergeBenchmark(
      DataSet data, int k, int threads, Path folder, Progress.Style progress, PrintStream log)
      throws IOException {
    this.data = data;
    this.k = k;
    this.progress = progress;
    this.log = log;
    this.folder = folder;
    this.builder =
        new VectorIndexBuilder(
            VectorCodec.of(new LorannVectorsFormat()), data.metric().similarity(), threads);
    IOUtils.rm(folder);
    Files.createDirectories(folder);
  }

  /** Measures so many generations. */
  public void run(int generations) throws IOException {
    Vectors rows = data.base();
    int size = rows.size() / 2;
    int step = (rows.size() - size) / generations;
    if (step == 0) {
      throw new UserError(rows.size() + " vectors are too few for " + generations + " generations");
    }
    List<Cost> merges = new ArrayList<>();
    Path warm = folder.resolve("warm");
    try (FSDirectory directory = FSDirectory.open(warm)) {
      builder.build(directory, rows.first(size), Map.of());
      for (int i = 0; i < generations; i++) {
        log.println("generation " + (i + 1) + " of " + generations);
        merges.add(generation(directory, size + i * step, step, i * step));
      }
    }
    int from = generations * step;
    Path cold = folder.resolve("cold");
    Cost coldCost = buildCold(cold, from, size + from);
    for (int i = 0; i < generations; i++) {
      addCost(i + 1, size, step, merges.get(i), coldCost);
    }
    compareRecalls(warm, cold);
  }

  /** Adds rows and deletes others, then measures the merge of the two segments. */
  private Cost generation(FSDirectory directory, int firstAdded, int count, int firstDeleted)
      throws IOException {
    try (IndexWriter writer = builder.openWithoutMerges(directory)) {
      builder.addRows(writer, data.base().first(firstAdded + count), firstAdded, 1);
      VectorIndexBuilder.deleteRows(writer, firstDeleted, firstDeleted + count - 1);
      writer.commit();
    }
    try (IndexWriter writer = builder.openForMerges(directory)) {
      return VectorIndexBuilder.forceMerge(writer);
    }
  }

  private Cost buildCold(Path path, int from, int to) throws IOException {
    log.println("cold build");
    try (FSDirectory directory = FSDirectory.open(path);
        IndexWriter writer = builder.openWithoutMerges(directory)) {
      return Cost.of(
          () -> {
            builder.addRows(writer, data.base().first(to), from, 1);
            writer.commit();
          });
    }
  }

  private void addCost(int generation, int size, int added, Cost merge, Cost cold) {
    costs.row(
        generation,
        size,
        added,
        merge.wallSeconds(),
        merge.cpuSeconds(),
        100.0 * merge.cpuNanos() / cold.cpuNanos());
  }

  private void compareRecalls(Path warm, Path cold) throws IOException {
    try (VectorIndex warmIndex = VectorIndex.open(FSDirectory.open(warm));
        VectorIndex coldIndex = VectorIndex.open(FSDirectory.open(cold))) {
      float[][] queries = data.queries();
      int[][] truth = truth(coldIndex, queries);
      log.println("searching both indexes");
      // A few more than are compared, to have something on both sides.
      EffortCurve curve =
          EffortCurve.of(
              new ProbedSearches(coldIndex, queries, truth, k),
              PROBES[0] / 2,
              2 * PROBES[PROBES.length - 1]);
      ProbedSearches searches = new ProbedSearches(warmIndex, queries, truth, k);
      for (int probes : PROBES) {
        Effort effort = searches.run(probes);
        recalls.row(probes, effort.visited(), effort.recall(), curve.recallAt(effort.visited()));
      }
    }
  }

  /** Both indexes have the same vectors. */
  private int[][] truth(VectorIndex index, float[][] queries) throws IOException {
    int[][] truth = new int[queries.length][];
    try (Progress bar = progress.start(log, "searching exactly", 0, truth.length)) {
      for (int i = 0; i < truth.length; i++) {
        truth[i] = index.rows(index.searchExactly(queries[i], k), k);
        bar.advance(1);
      }
    }
    return truth;
  }

  /** Adds what was measured to a report. */
  public void addTo(Report report) {
    report.add(
        costs,
        "Each merge adds vectors to a segment and drops as many deleted ones. To cold: relative to"
            + " adding and flushing the vectors that are there in the end.");
    report.add(
        recalls,
        "The index after the last merge and a cold build of the same vectors, which are compared at"
            + " as many visited vectors; "
            + ProbedSearches.RERANK_PER_HIT
            + " vectors for each neighbour wanted are scored exactly.");
  }

  @Override
  public void close() throws IOException {
    IOUtils.rm(folder);
  }
}
