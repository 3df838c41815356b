// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.Calibration.Limits;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.search.SearchCost;
import org.lorann.lucene.internal.search.SearchTrace;

/**
 * Measures how far searches must go for a recall. Every query is traced through all clusters once;
 * from the traces follow, for any pair of margins, the recall and the cost, and for each recall the
 * cheapest pair is taken.
 */
final class Calibrator {

  /** Queries measured: 2,560 neighbours at k = 10, so that one in a hundred is still 25. */
  private static final int MAX_QUERIES = 256;

  /**
   * The share of the permitted misses that may be used up on the calibration queries; the rest is
   * kept for real queries that are harder still. With 1, the usage examples of the quickstart,
   * which are sentences that search definitions, found .935 where .95 was wanted.
   */
  private static final double USABLE_MISSES = 0.6;

  /** The shares of the permitted misses that may be lost to the rerank margin. */
  private static final double[] RERANK_SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};

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
        entry, index, data, queries.query(query), wanted, queries.parents(query));
  }

  /** One row of the table: what was measured at one of the depths. */
  private final class DepthCalibrator {

    private final int depth;
    private final List<SearchTrace> traces = new ArrayList<>();
    private final SearchCost cost = new SearchCost(entry);

    /** The margins needed for each neighbour of each query. */
    private final float[] probeMargins;

    private final float[] rerankMargins;
    private final float[] sortedRerankMargins;

    DepthCalibrator(int depth, CalibrationQueries queries, List<SearchTrace> all) {
      this.depth = depth;
      int k = Calibration.DEPTHS[depth];
      float[] probe = new float[queries.count() * k];
      float[] rerank = new float[queries.count() * k];
      int size = 0;
      for (int i = 0; i < queries.count(); i++) {
        SearchTrace trace = all.get(i);
        if (trace.hasFloor(depth)) {
          traces.add(trace);
          for (int ordinal : queries.neighbors(i, k)) {
            probe[size] = trace.probeMargin(depth, ordinal);
            rerank[size++] = trace.rerankMargin(depth, ordinal);
          }
        }
      }
      this.probeMargins = Arrays.copyOf(probe, size);
      this.rerankMargins = Arrays.copyOf(rerank, size);
      this.sortedRerankMargins = rerankMargins.clone();
      Arrays.sort(sortedRerankMargins);
    }

    Limits[] limits() {
      Limits[] row = new Limits[Calibration.RECALLS.length];
      for (int i = 0; i < row.length; i++) {
        row[i] =
            traces.isEmpty()
                ? Limits.NONE
                : cheapest(1 - USABLE_MISSES * (1 - Calibration.RECALLS[i]));
      }
      return row;
    }

    private Limits cheapest(double recall) {
      Limits best = null;
      double bestCost = Double.POSITIVE_INFINITY;
      for (double share : RERANK_SHARES) {
        Limits limits = withRerankShare(recall, share);
        double searchCost = cost.of(limits.visitRatio() * vectors.size(), limits.rerank());
        if (searchCost < bestCost) {
          bestCost = searchCost;
          best = limits;
        }
      }
      return best;
    }

    private Limits withRerankShare(double recall, double share) {
      // Below zero, a search would keep fewer vectors than it is asked for.
      float rerankMargin = Math.max(0, quantile(sortedRerankMargins, 1 - share * (1 - recall)));
      float probeMargin = probeMargin(rerankMargin, recall);
      double visited = 0;
      double reranked = 0;
      for (SearchTrace trace : traces) {
        visited += trace.visited(depth, probeMargin);
        reranked += trace.reranked(depth, rerankMargin);
      }
      return new Limits(
          probeMargin,
          rerankMargin,
          (float) (visited / traces.size() / vectors.size()),
          (float) (reranked / traces.size()));
    }

    /** The least margin at which, of all neighbours, the share wanted meets both margins. */
    private float probeMargin(float rerankMargin, double recall) {
      float[] found = new float[probeMargins.length];
      int size = 0;
      for (int i = 0; i < found.length; i++) {
        if (rerankMargins[i] <= rerankMargin) {
          found[size++] = probeMargins[i];
        }
      }
      Arrays.sort(found, 0, size);
      int needed = (int) Math.ceil(recall * found.length);
      return found[Math.clamp(needed - 1, 0, size - 1)];
    }

    /** The least value that is not exceeded by the given share of all values. */
    private static float quantile(float[] sorted, double share) {
      int position = (int) Math.ceil(share * sorted.length) - 1;
      return sorted[Math.clamp(position, 0, sorted.length - 1)];
    }
  }
}
