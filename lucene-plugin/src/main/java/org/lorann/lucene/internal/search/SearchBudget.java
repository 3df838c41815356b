// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.lucene.LorannSearchStrategy;
import org.lorann.lucene.internal.codec.FieldEntry;

/**
 * How much a search may do in a segment at first.
 *
 * @param clusters most clusters to probe
 * @param vectors once the probed clusters hold this many vectors, no further one is probed
 * @param rerank candidates to score exactly
 */
record SearchBudget(int clusters, long vectors, int rerank) {

  /**
   * Candidates beyond k that are always scored. To a caller that limits visits, a search that visits
   * hardly more vectors than it returns looks as if it had been cut short.
   */
  private static final int SPARE = 8;

  /** The budget that a strategy asks for, or the field's own if it is not one of ours. */
  static SearchBudget of(KnnSearchStrategy strategy, FieldEntry entry, int k) {
    if (strategy instanceof KnnSearchStrategy.Seeded seeded) {
      return of(seeded.originalStrategy(), entry, k);
    }
    if (strategy instanceof LorannSearchStrategy ours) {
      return of(ours, entry, k);
    }
    return forRecall(entry.targetRecall(), entry, k);
  }

  private static SearchBudget of(LorannSearchStrategy strategy, FieldEntry entry, int k) {
    int rerank = Math.max(strategy.rerank(), k + SPARE);
    return switch (strategy.kind()) {
      case TARGET_RECALL -> forRecall(strategy.amount(), entry, k);
      case PROBES -> new SearchBudget((int) strategy.amount(), Long.MAX_VALUE, rerank);
      case VISIT_RATIO ->
          new SearchBudget(
              Integer.MAX_VALUE, (long) Math.ceil(strategy.amount() * entry.size()), rerank);
    };
  }

  private static SearchBudget forRecall(double recall, FieldEntry entry, int k) {
    return new SearchBudget(Integer.MAX_VALUE, entry.size() / 8, 12 * k);
  }

  /** The same for a search that only a share of the vectors can match. */
  SearchBudget widened(double factor) {
    return new SearchBudget(
        (int) Math.min(Integer.MAX_VALUE, Math.ceil(clusters * factor)),
        (long) Math.min(Long.MAX_VALUE, Math.ceil(vectors * factor)),
        rerank);
  }
}
