// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/** One search through the clusters of a segment. */
final class ClusterSearch {

  /** How much further each pass goes than the one before, when that did not find enough. */
  private static final int WIDENING = 4;

  /**
   * Passes after the first; the last takes everything, as there may be too few vectors to be found.
   */
  private static final int MAX_PASSES = 4;

  private final FieldEntry entry;
  private final ClusterRanking ranking;
  private final ClusterScorer scorer;
  private final ClusterFilter filter;
  private final SearchWork work;
  private final EstimateScale scale;
  private final SearchCost cost;

  ClusterSearch(
      FieldEntry entry,
      IndexInput index,
      IndexInput data,
      QueryVector query,
      ClusterFilter filter,
      SearchWork work)
      throws IOException {
    Kernels kernels = Kernels.get();
    MatrixInput indexMatrices = kernels.open(index);
    this.entry = entry;
    this.ranking = new ClusterRanker(entry, indexMatrices).rank(query);
    this.scorer = new ClusterScorer(entry, indexMatrices, kernels.open(data), ranking);
    this.filter = filter;
    this.work = work;
    this.scale = new EstimateScale(entry, query, ranking.squaredLength());
    this.cost = new SearchCost(entry);
  }

  /**
   * Collects the nearest vectors: gathers candidates from the most promising clusters and scores
   * them exactly. Where that leaves the collector with too few, as it may if it counts parents and
   * not vectors, further passes gather more, and the last takes all there are; but not where the
   * plan leaves it to other segments to find better ones.
   */
  void nearest(SearchPlan plan, KnnCollector collector, ExactCollector exact) throws IOException {
    ScoredVectors scored = new ScoredVectors(exact, scale, entry.size());
    ErrorMeter errors = new ErrorMeter(scored);
    pass(plan, collector, scored, errors);
    boolean last = plan.mayFindFewer();
    for (int pass = 1; last == false && isDone(collector) == false; pass++) {
      last = pass == MAX_PASSES || scored.count() >= entry.size() / WIDENING;
      plan = plan.widened(WIDENING);
      if (last) {
        scored.collect(scored.others(all()));
      } else {
        pass(plan, collector, scored, errors);
      }
    }
  }

  private void pass(
      SearchPlan plan, KnnCollector collector, ScoredVectors scored, ErrorMeter errors)
      throws IOException {
    Probes probes = plan.begin(ranking, scale, errors, filter);
    new ClusterPass(probes, scorer, filter, scored, cost, work).gather(collector);
    probes.rerank(scored);
  }

  private static boolean isDone(KnnCollector collector) {
    return collector.earlyTerminated()
        || collector.minCompetitiveSimilarity() > Float.NEGATIVE_INFINITY;
  }

  private int[] all() {
    int[] ordinals = new int[entry.size()];
    int count = 0;
    for (int i = 0; i < ordinals.length; i++) {
      if (filter.accepts(i)) {
        ordinals[count++] = i;
      }
    }
    return Arrays.copyOf(ordinals, count);
  }
}
