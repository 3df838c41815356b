// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.lucene.LorannSearchStrategy;
import org.lorann.lucene.internal.format.FieldEntry;

/** How far a search goes: how many clusters it probes and what it scores exactly. Immutable. */
abstract class SearchPlan {

  /**
   * Vectors beyond k that are always scored exactly. To a caller that limits visits, a search that
   * visits hardly more vectors than it returns looks as if it had been cut short.
   */
  static final int SPARE = 8;

  /** The plan that a strategy asks for, or the field's own if it is not one of ours. */
  static SearchPlan of(KnnSearchStrategy strategy, FieldEntry entry, int k) {
    return of(strategy, null, entry, k);
  }

  private static SearchPlan of(
      KnnSearchStrategy strategy, SharedFloorStrategy shared, FieldEntry entry, int k) {
    if (strategy instanceof KnnSearchStrategy.Seeded seeded) {
      return of(seeded.originalStrategy(), shared, entry, k);
    }
    if (strategy instanceof SharedFloorStrategy floor) {
      return of(floor.original(), floor, entry, k);
    }
    if (strategy instanceof LorannSearchStrategy ours) {
      return of(ours, shared, entry, k);
    }
    return new CalibratedPlan(entry.targetRecall(), shared, entry, k);
  }

  private static SearchPlan of(
      LorannSearchStrategy strategy, SharedFloorStrategy shared, FieldEntry entry, int k) {
    int rerank = Math.max(strategy.rerank(), Math.addExact(k, SPARE));
    double clusterSize = entry.clusters().clusterSize();
    return switch (strategy.kind()) {
      case TARGET_RECALL -> new CalibratedPlan(strategy.amount(), shared, entry, k);
      case PROBES -> new FixedPlan((int) strategy.amount(), Long.MAX_VALUE, rerank, clusterSize);
      case VISIT_RATIO -> {
        long vectors = (long) Math.ceil(strategy.amount() * entry.clusters().codes());
        yield new FixedPlan(Integer.MAX_VALUE, vectors, rerank, clusterSize);
      }
    };
  }

  /** The vectors in clusters that are probed without a filter, about. */
  abstract long expectedVisits();

  /** The vectors scored exactly, about. */
  abstract int expectedRerank();

  /**
   * Starts a pass over the clusters.
   *
   * @param scale the scale of estimates
   * @param errors measures how good estimates are, if that is needed
   * @param filter knows what is accepted of the clusters looked at
   */
  abstract Probes begin(
      ClusterRanking ranking, EstimateScale scale, ErrorMeter errors, ClusterFilter filter);

  /** Whether it may find fewer than the collector takes, as others have better ones. */
  boolean mayFindFewer() {
    return false;
  }

  /** A plan for several times as many vectors, for when this one did not find enough. */
  abstract SearchPlan widened(int factor);
}
