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
import org.lorann.lucene.internal.search.QueryTracer;
import org.lorann.lucene.internal.search.SearchTrace;
import org.lorann.lucene.internal.search.TracedQuery;

/**
 * Measures how far searches must go for a recall. Every query is traced through all clusters once;
 * from the traces follow, for any pair of margins, the recall and the cost, see {@link
 * DepthCalibrator}.
 */
final class Calibrator {

  /** Queries measured: 2,560 neighbours at k = 10, so that one in a hundred is still 25. */
  private static final int MAX_QUERIES = 256;

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
    List<SearchTrace> traces = trace(queries, index, data);
    Limits[][] table = new Limits[Calibration.DEPTHS.length][];
    for (int i = 0; i < table.length; i++) {
      table[i] = row(new DepthCalibrator(entry, i, queries, traces));
    }
    return new Calibration(table);
  }

  private Limits[] row(DepthCalibrator calibrator) throws IOException {
    List<Callable<Limits>> tasks = new ArrayList<>();
    for (double recall : Calibration.RECALLS) {
      tasks.add(() -> calibrator.cheapest(recall));
    }
    return workers.invokeAll(tasks).toArray(Limits[]::new);
  }

  private List<SearchTrace> trace(CalibrationQueries queries, IndexInput index, IndexInput data)
      throws IOException {
    List<Callable<List<SearchTrace>>> tasks = new ArrayList<>();
    for (int from = 0; from < queries.count(); from += QueryTracer.BATCH) {
      int start = from;
      int end = Math.min(queries.count(), from + QueryTracer.BATCH);
      tasks.add(
          () ->
              new QueryTracer(entry, index, data, workers::checkAborted)
                  .trace(traced(queries, start, end)));
    }
    List<SearchTrace> traces = new ArrayList<>();
    workers.invokeAll(tasks).forEach(traces::addAll);
    return traces;
  }

  private List<TracedQuery> traced(CalibrationQueries queries, int from, int to) {
    List<TracedQuery> traced = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int query = i;
      int[] wanted = queries.neighbors(i, Calibration.DEPTHS[Calibration.DEPTHS.length - 1]);
      Arrays.sort(wanted);
      traced.add(
          new TracedQuery(
              queries.query(i),
              wanted,
              queries.parents(i),
              ordinals -> queries.scores(query, ordinals, entry.clusters().scale())));
    }
    return traced;
  }
}
