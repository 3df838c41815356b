// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.SparseFixedBitSet;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/**
 * A search for all vectors above a similarity that only the collector knows. Clusters are taken in
 * order, and the vectors of each by descending estimate, a bulk at a time. A cluster is left when a
 * bulk had no hit, the search ends when several clusters in a row had none. The collector asks for
 * patience by keeping its similarity to beat below all scores at first, and raises it for every
 * vector that is not a hit: this is how hits are told, as what it has collected cannot be asked.
 */
final class RadiusSearch {

  /** Vectors of a cluster scored exactly before it is decided whether to go on with it. */
  private static final int BULK = 64;

  /** Clusters without a hit, one after the other, after which there are taken to be no more. */
  private static final int FRUITLESS_CLUSTERS = 4;

  private final ClusterRanking ranking;
  private final ClusterScorer scorer;
  private final Bits accepted;
  private final SearchWork work;

  /** A vector with two clusters is to be collected once. */
  private final SparseFixedBitSet seen;

  RadiusSearch(
      FieldEntry entry,
      IndexInput index,
      IndexInput data,
      QueryVector query,
      Bits accepted,
      SearchWork work)
      throws IOException {
    MatrixInput indexMatrices = Kernels.get().open(index);
    this.ranking = new ClusterRanker(entry, indexMatrices).rank(query);
    this.scorer = new ClusterScorer(entry, indexMatrices, Kernels.get().open(data), ranking);
    this.accepted = accepted;
    this.seen = new SparseFixedBitSet(entry.size());
    this.work = work;
  }

  void search(KnnCollector collector, ExactCollector exact) throws IOException {
    ClusterOrder order = new ClusterOrder(ranking.scores(), ranking.count());
    int fruitless = 0;
    while (order.isEmpty() == false
        && fruitless < FRUITLESS_CLUSTERS
        && collector.earlyTerminated() == false) {
      int[] ordinals = byDescendingEstimate(order.next());
      if (ordinals.length == 0) {
        continue;
      }
      int hits = exact.unmoved();
      collect(ordinals, collector, exact);
      boolean isFruitless = exact.unmoved() == hits && isImpatient(collector);
      fruitless = isFruitless ? fruitless + 1 : 0;
    }
  }

  private static void collect(int[] ordinals, KnnCollector collector, ExactCollector exact)
      throws IOException {
    for (int from = 0; from < ordinals.length; from += BULK) {
      int hits = exact.unmoved();
      for (int i = from; i < Math.min(ordinals.length, from + BULK); i++) {
        if (exact.add(ordinals[i]) == false) {
          exact.flush();
          return;
        }
      }
      exact.flush();
      if (exact.unmoved() == hits && isImpatient(collector)) {
        return;
      }
    }
  }

  /** Scores are never negative. */
  private static boolean isImpatient(KnnCollector collector) {
    return collector.minCompetitiveSimilarity() >= 0;
  }

  /** The accepted vectors of a cluster that were in none before. */
  private int[] byDescendingEstimate(int cluster) throws IOException {
    long[] keys = new long[scorer.open(cluster)];
    float[] estimates = scorer.estimate();
    work.visit(keys.length);
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      int ordinal = scorer.ordinal(i);
      if ((accepted == null || accepted.get(ordinal)) && seen.getAndSet(ordinal) == false) {
        keys[count++] = Candidates.key(ordinal, estimates[i]);
      }
    }
    Arrays.sort(keys, 0, count);
    int[] ordinals = new int[count];
    for (int i = 0; i < count; i++) {
      ordinals[i] = Candidates.ordinal(keys[count - 1 - i]);
    }
    return ordinals;
  }
}
