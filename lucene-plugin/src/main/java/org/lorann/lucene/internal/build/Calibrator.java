// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.Calibration.Limits;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.search.SearchCost;
import org.lorann.lucene.internal.search.SearchTrace;

/**
 * Measures how far searches must go for a recall. Every query is traced through all clusters once;
 * from the traces follow, for any pair of margins, the recall and the cost, and for each recall the
 * cheapest of some are taken.
 */
final class Calibrator {

  /** Queries measured: 2,560 neighbours at k = 10, so that one in a hundred is still 25. */
  private static final int MAX_QUERIES = 256;

  /**
   * The share of the permitted misses that is kept for real queries, which may be harder than the
   * calibration's.
   */
  private static final double RESERVE = 0.5;

  /** The recall kept at most. More would go beyond what was asked for by more than it protects. */
  private static final double MAX_RESERVE = 0.04;

  /**
   * The shares of the permitted misses that may be lost to the rerank margin. What is left is lost
   * to the probe margin.
   */
  private static final double[] RERANK_SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};

  /** Clusters without spread are infinitely far behind; margins must be finite. */
  private static final double MAX_MARGIN = 1e9;

  /** Neighbours of a query that are looked at; more of the same query say little more. */
  private static final int MAX_NEIGHBORS = 25;

  private final VectorSource vectors;
  private final FieldEntry entry;
  private final float[] mean;
  private final Workers workers;
  private final SplittableRandom random;

  Calibrator(
      VectorSource vectors,
      FieldEntry entry,
      float[] mean,
      Workers workers,
      SplittableRandom random) {
    this.vectors = vectors;
    this.entry = entry;
    this.mean = mean;
    this.workers = workers;
    this.random = random;
  }

  /** Calibrates the clusters of an entry that stand in two readable files. */
  Calibration calibrate(IndexInput index, IndexInput data) throws IOException {
    int depth = Calibration.DEPTHS[Calibration.DEPTHS.length - 1];
    int count = Math.min(MAX_QUERIES, vectors.size() / 2);
    if (count == 0) {
      return Calibration.exhaustive();
    }
    CalibrationQueries queries =
        new CalibrationQueries(vectors, entry.similarity(), mean, count, depth, random);
    queries.findNeighbors(workers);
    List<Callable<SearchTrace>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int query = i;
      tasks.add(() -> trace(queries, query, index, data));
    }
    List<SearchTrace> traces = workers.invokeAll(tasks);
    Limits[][] table = new Limits[Calibration.DEPTHS.length][];
    for (int i = 0; i < table.length; i++) {
      table[i] = new DepthCalibrator(i, queries, traces).limits();
    }
    return new Calibration(table);
  }

  private SearchTrace trace(
      CalibrationQueries queries, int query, IndexInput index, IndexInput data) throws IOException {
    int[] wanted = queries.neighbors(query, Calibration.DEPTHS[Calibration.DEPTHS.length - 1]);
    Arrays.sort(wanted);
    return new SearchTrace(
        entry,
        index,
        data,
        queries.query(query),
        wanted,
        queries.parents(query),
        ordinals -> queries.scores(query, ordinals, entry.clusters().scale()));
  }

  /** One row of the table: what was measured at one of the depths. */
  private final class DepthCalibrator {

    /** A vector that a query should find. */
    private record Wanted(SearchTrace trace, int ordinal) {}

    private final int depth;
    private final List<SearchTrace> traces = new ArrayList<>();
    private final List<Wanted> wanted = new ArrayList<>();
    private final SearchCost cost = new SearchCost(entry);
    private final float[] rerankMargins;

    DepthCalibrator(int depth, CalibrationQueries queries, List<SearchTrace> all) {
      this.depth = depth;
      for (int i = 0; i < queries.count(); i++) {
        SearchTrace trace = all.get(i);
        if (trace.hasFloor(depth)) {
          traces.add(trace);
          int[] neighbors = queries.neighbors(i, Calibration.DEPTHS[depth]);
          int step = Math.ceilDiv(neighbors.length, MAX_NEIGHBORS);
          for (int j = 0; j < neighbors.length; j += step) {
            wanted.add(new Wanted(trace, neighbors[j]));
          }
        }
      }
      this.rerankMargins = sorted(w -> w.trace.rerankMargin(depth, w.ordinal));
    }

    private float[] sorted(ToDoubleFunction<Wanted> margin) {
      float[] margins = new float[wanted.size()];
      for (int i = 0; i < margins.length; i++) {
        double value = margin.applyAsDouble(wanted.get(i));
        margins[i] = (float) Math.clamp(value, -MAX_MARGIN, MAX_MARGIN);
      }
      Arrays.sort(margins);
      return margins;
    }

    Limits[] limits() {
      Limits[] row = new Limits[Calibration.RECALLS.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = traces.isEmpty() ? Limits.NONE : cheapest(usable(1 - Calibration.RECALLS[i]));
      }
      return row;
    }

    private static double usable(double misses) {
      return misses - Math.min(MAX_RESERVE, RESERVE * misses);
    }

    private Limits cheapest(double misses) {
      Limits best = null;
      double bestCost = Double.POSITIVE_INFINITY;
      for (double share : RERANK_SHARES) {
        // Below zero, a search would keep fewer vectors than it is asked for.
        float rerankMargin = Math.max(0, quantile(rerankMargins, 1 - share * misses));
        Limits limits = limits(rerankMargin, misses);
        double searchCost =
            cost.of(limits.visitRatio() * entry.clusters().codes(), limits.rerank());
        if (searchCost < bestCost) {
          bestCost = searchCost;
          best = limits;
        }
      }
      return best;
    }

    private Limits limits(float rerankMargin, double misses) {
      float[] probeMargins = sorted(w -> w.trace.probeMargin(depth, w.ordinal, rerankMargin));
      float probeMargin = quantile(probeMargins, 1 - misses);
      double visited = 0;
      double reranked = 0;
      for (SearchTrace trace : traces) {
        visited += trace.visited(depth, probeMargin);
        reranked += trace.reranked(depth, rerankMargin);
      }
      return new Limits(
          probeMargin,
          rerankMargin,
          (float) (visited / traces.size() / entry.clusters().codes()),
          (float) (reranked / traces.size()));
    }

    /** The least value that is not exceeded by the given share of all values. */
    private static float quantile(float[] sorted, double share) {
      int position = (int) Math.ceil(share * sorted.length) - 1;
      return sorted[Math.clamp(position, 0, sorted.length - 1)];
    }
  }
}
