// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.host.SearchEffort;

/**
 * How much work a search for neighbours does, with k-NN's way to say how many candidates are scored
 * exactly.
 *
 * @param amount a recall, clusters or vectors; without a number of candidates
 * @param oversampleFactor the candidates as a multiple of k, 1 to 100, or null for the default;
 *     only beside clusters or vectors, as a recall implies it
 */
record Effort(SearchEffort amount, Float oversampleFactor) {

  static final String OVERSAMPLE_FACTOR = "oversample_factor";

  /** Nothing was asked for. */
  static final Effort DEFAULT = new Effort(new SearchEffort(null, null, null, null), null);

  /** As in k-NN. */
  private static final float GREATEST_FACTOR = 100;

  private static final int DEFAULT_FACTOR = 3;
  private static final int LEAST_DEFAULT_CANDIDATES = 100;

  Effort {
    if (oversampleFactor != null) {
      if ((oversampleFactor >= 1 && oversampleFactor <= GREATEST_FACTOR) == false) {
        throw new IllegalArgumentException(
            "["
                + OVERSAMPLE_FACTOR
                + "] must be between 1 and 100, got ["
                + oversampleFactor
                + "]");
      }
      if (amount.probes() == null && amount.visitPercentage() == null) {
        throw new IllegalArgumentException(
            "["
                + OVERSAMPLE_FACTOR
                + "] needs ["
                + SearchEffort.PROBES
                + "] or ["
                + SearchEffort.VISIT_PERCENTAGE
                + "] beside it: a target recall implies how many candidates are scored exactly");
      }
    }
  }

  /** This effort, or one that aims at a recall if nothing was asked for; the recall may be null. */
  Effort orTargetRecall(Double recall) {
    return equals(DEFAULT) ? new Effort(new SearchEffort(recall, null, null, null), null) : this;
  }

  /** The strategy of a search for k neighbours. */
  KnnSearchStrategy strategy(int k) {
    KnnSearchStrategy strategy = amount.strategy(candidates(k));
    return strategy == null ? KnnSearchStrategy.Hnsw.DEFAULT : strategy;
  }

  private int candidates(int k) {
    return oversampleFactor == null
        ? Math.max(LEAST_DEFAULT_CANDIDATES, DEFAULT_FACTOR * k)
        : (int) Math.ceil((double) oversampleFactor * k);
  }
}
