// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.host.SearchEffort;

/**
 * How much work a search for neighbours does. At most one of the first three is given.
 *
 * @param targetRecall the share of the true neighbours to be found, above 0 and below 1, or null
 * @param nprobes how many clusters are visited in every segment, at least 1, or null
 * @param visitPercentage the share of the vectors that is visited in every segment, in percent, or
 *     null
 * @param oversampleFactor how many candidates are scored exactly, as a multiple of k, 1 to 100, or
 *     null for the default; only beside {@code nprobes} or {@code visitPercentage}, as a target
 *     recall implies it
 */
record Effort(
    Double targetRecall, Integer nprobes, Double visitPercentage, Float oversampleFactor) {

  static final String OVERSAMPLE_FACTOR = "oversample_factor";

  /** As in k-NN. */
  private static final float GREATEST_FACTOR = 100;

  private static final float DEFAULT_FACTOR = 3;
  private static final int LEAST_DEFAULT_RERANK = 100;

  Effort {
    new SearchEffort(targetRecall, nprobes, visitPercentage, null);
    if (oversampleFactor != null) {
      checkFactor(oversampleFactor);
      if (nprobes == null && visitPercentage == null) {
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

  private static void checkFactor(float factor) {
    if ((factor >= 1 && factor <= GREATEST_FACTOR) == false) {
      throw new IllegalArgumentException(
          "["
              + OVERSAMPLE_FACTOR
              + "] must be between 1 and "
              + (int) GREATEST_FACTOR
              + ", got ["
              + factor
              + "]");
    }
  }

  boolean isDefault() {
    return targetRecall == null && nprobes == null && visitPercentage == null;
  }

  /** This effort, or one that aims at a recall if nothing was asked for; it may be null. */
  Effort orTargetRecall(Double recall) {
    return isDefault() ? new Effort(recall, null, null, null) : this;
  }

  KnnSearchStrategy strategy(int k) {
    return isDefault()
        ? KnnSearchStrategy.Hnsw.DEFAULT
        : new SearchEffort(targetRecall, nprobes, visitPercentage, null).strategy(rerank(k));
  }

  private int rerank(int k) {
    return oversampleFactor == null
        ? Math.max(LEAST_DEFAULT_RERANK, (int) (DEFAULT_FACTOR * k))
        : (int) Math.ceil((double) oversampleFactor * k);
  }
}
