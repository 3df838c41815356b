// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.SparseFixedBitSet;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/**
 * Searches for many queries at once without ever stopping, for the calibration.
 *
 * <p>It does not use the kernels of searches: in a process that only writes indexes these would be
 * compiled for nothing else, which takes longer than the traces of a hundred thousand vectors.
 * Instead each cluster is unpacked and multiplied by all queries, in the order in which clusters
 * stand in the file. What may matter to a search is kept, and from that each search is replayed in
 * its own order.
 */
public final class QueryTracer {

  /**
   * Queries that should be traced at a time. More share the work of unpacking clusters; fewer take
   * less memory and keep more threads busy.
   */
  public static final int BATCH = 16;

  private final FieldEntry entry;
  private final MatrixInput index;
  private final MatrixInput data;
  private final IORunnable abortCheck;

  /**
   * Traces searches in the clusters of a field. For one thread.
   *
   * @param abortCheck called now and then; throws when the traces are no longer wanted
   */
  public QueryTracer(FieldEntry entry, IndexInput index, IndexInput data, IORunnable abortCheck) {
    this.entry = entry;
    this.index = Kernels.get().open(index);
    this.data = Kernels.get().open(data);
    this.abortCheck = abortCheck;
  }

  /** Traces some queries at a time. */
  public List<SearchTrace> trace(List<TracedQuery> queries) throws IOException {
    List<ClusterRanking> rankings =
        new ClusterRanker(entry, index).rankAll(queries.stream().map(TracedQuery::vector).toList());
    BatchScorer scorer = new BatchScorer(entry, index, data, rankings);
    Deque<OpenTrace> traces = new ArrayDeque<>();
    for (int i = 0; i < queries.size(); i++) {
      abortCheck.run();
      OpenTrace trace = new OpenTrace(entry, queries.get(i), rankings.get(i));
      trace.begin(scorer, i);
      traces.add(trace);
    }
    scan(scorer, traces, wanted(queries));
    List<SearchTrace> finished = new ArrayList<>();
    while (traces.isEmpty() == false) {
      abortCheck.run();
      finished.add(traces.remove().finish());
    }
    return finished;
  }

  private SparseFixedBitSet wanted(List<TracedQuery> queries) {
    SparseFixedBitSet wanted = new SparseFixedBitSet(entry.size());
    for (TracedQuery query : queries) {
      for (int ordinal : query.wanted()) {
        wanted.set(ordinal);
      }
    }
    return wanted;
  }

  private void scan(BatchScorer scorer, Deque<OpenTrace> traces, SparseFixedBitSet wanted)
      throws IOException {
    for (int cluster = 0; cluster < entry.clusters().count(); cluster++) {
      abortCheck.run();
      scorer.open(cluster);
      int[] ordinals = scorer.ordinals();
      float[] estimates = scorer.estimate(0, traces.size());
      int offset = 0;
      for (OpenTrace trace : traces) {
        trace.scan(cluster, ordinals, estimates, offset);
        offset += scorer.columns();
      }
      addFound(traces, cluster, ordinals, estimates, scorer.columns(), wanted);
    }
  }

  /**
   * A method of its own because of C2: it compiles whatever contains a loop that runs often, twice
   * if it must do so in the middle of the loop, and {@link #scan} takes it long.
   */
  private static void addFound(
      Deque<OpenTrace> traces,
      int cluster,
      int[] ordinals,
      float[] estimates,
      int columns,
      SparseFixedBitSet wanted) {
    for (int i = 0; i < ordinals.length; i++) {
      if (wanted.get(ordinals[i])) {
        found(traces, cluster, ordinals[i], estimates, i, columns);
      }
    }
  }

  private static void found(
      Deque<OpenTrace> traces, int cluster, int ordinal, float[] estimates, int i, int columns) {
    int position = i;
    for (OpenTrace trace : traces) {
      trace.found(cluster, ordinal, estimates[position]);
      position += columns;
    }
  }
}
