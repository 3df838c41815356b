// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.lorann.lucene.internal.codec.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/** One search through the clusters of a segment. */
final class ClusterSearch {

  private final Kernels kernels;
  private final ClusterScorer scorer;
  private final ClusterOrder order;
  private final Bits accepted;
  private int[] positions = new int[0];

  ClusterSearch(
      FieldEntry entry,
      Kernels kernels,
      MatrixInput index,
      MatrixInput data,
      QueryVector query,
      Bits accepted)
      throws IOException {
    ClusterRanking ranking = new ClusterRanking(entry, index, query);
    this.kernels = kernels;
    this.scorer = new ClusterScorer(entry, index, data, ranking);
    this.order = ranking.order();
    this.accepted = accepted;
  }

  /**
   * Collects the nearest vectors: gathers candidates from the most promising clusters, scores the best
   * of them exactly, and goes on with twice the work as long as the collector has too few.
   */
  void nearest(SearchBudget budget, KnnCollector collector, ExactCollector exact)
      throws IOException {
    Candidates candidates = new Candidates(budget.rerank());
    do {
      gather(budget, collector, candidates);
      for (int ordinal : candidates.drain()) {
        if (exact.add(ordinal) == false) {
          break;
        }
      }
      exact.flush();
      budget = budget.widened(2);
    } while (order.isEmpty() == false
        && collector.earlyTerminated() == false
        && collector.minCompetitiveSimilarity() == Float.NEGATIVE_INFINITY);
  }

  private void gather(SearchBudget budget, KnnCollector collector, Candidates candidates)
      throws IOException {
    long vectors = 0;
    for (int probes = 0;
        probes < budget.clusters() && vectors < budget.vectors() && order.isEmpty() == false;
        probes++) {
      if (collector.earlyTerminated()) {
        break;
      }
      int cluster = order.next();
      int size = scorer.open(cluster);
      vectors += size;
      addCandidates(scorer.estimate(cluster), size, candidates);
    }
  }

  private void addCandidates(float[] estimates, int size, Candidates candidates)
      throws IOException {
    if (positions.length < size) {
      positions = new int[size];
    }
    int count = kernels.select(estimates, size, candidates.threshold(), positions);
    for (int i = 0; i < count; i++) {
      int ordinal = scorer.ordinal(positions[i]);
      if (accepted == null || accepted.get(ordinal)) {
        candidates.add(ordinal, estimates[positions[i]]);
      }
    }
  }

  /**
   * Collects all vectors above a similarity that only the collector knows: scores whole clusters
   * exactly, for at least the budget, and until one has nothing similar enough.
   */
  void radius(SearchBudget budget, KnnCollector collector, ExactCollector exact)
      throws IOException {
    long vectors = 0;
    float best = Float.POSITIVE_INFINITY;
    for (int probes = 0; order.isEmpty() == false; probes++) {
      boolean spent = probes >= budget.clusters() || vectors >= budget.vectors();
      if (spent && best < collector.minCompetitiveSimilarity()) {
        break;
      }
      int size = scorer.open(order.next());
      vectors += size;
      for (int i = 0; i < size; i++) {
        int ordinal = scorer.ordinal(i);
        if ((accepted == null || accepted.get(ordinal)) && exact.add(ordinal) == false) {
          exact.flush();
          return;
        }
      }
      exact.flush();
      float clusterBest = exact.takeBest();
      best = clusterBest == Float.NEGATIVE_INFINITY ? best : clusterBest;
    }
  }
}
