// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import java.util.Optional;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.host.SearchEffort;
import org.lorann.opensearch.mapper.MethodName;

/**
 * How much work a search for neighbours does, with k-NN's ways to say how many candidates it has.
 *
 * @param amount a recall, clusters or vectors; without a number of candidates
 * @param oversampleFactor the candidates as a multiple of k, 1 to 100, or null for the default;
 *     only beside clusters or vectors, as a recall implies it
 * @param efSearch the candidates in a graph, 1 to 10,000, or null for as many as neighbours
 */
record Effort(SearchEffort amount, Float oversampleFactor, Integer efSearch) {

  static final String OVERSAMPLE_FACTOR = "oversample_factor";
  static final String EF_SEARCH = "ef_search";

  /** Nothing was asked for. */
  static final Effort DEFAULT = new Effort(new SearchEffort(null, null, null, null), null, null);

  /** As in k-NN. */
  private static final float GREATEST_FACTOR = 100;

  private static final int DEFAULT_FACTOR = 3;
  private static final int LEAST_DEFAULT_CANDIDATES = 100;
  private static final int GREATEST_EF_SEARCH = 10_000;

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
                + "] beside it: a target recall implies how many candidates are scored exactly, and"
                + " the method ["
                + MethodName.HNSW
                + "] takes ["
                + EF_SEARCH
                + "] instead");
      }
    }
    if (efSearch != null && (efSearch < 1 || efSearch > GREATEST_EF_SEARCH)) {
      throw new IllegalArgumentException(
          "["
              + EF_SEARCH
              + "] must be between 1 and "
              + GREATEST_EF_SEARCH
              + ", got ["
              + efSearch
              + "]");
    }
  }

  /** The name of a parameter that was given and that a method does not know. */
  Optional<String> unknownTo(MethodName method) {
    return Optional.ofNullable(
        switch (method) {
          case LORANN -> efSearch == null ? null : EF_SEARCH;
          case HNSW -> nameOfAmount();
        });
  }

  /** The name of the parameter that says how much work a method does, for messages. */
  static String parameterOf(MethodName method) {
    return switch (method) {
      case LORANN -> SearchEffort.TARGET_RECALL;
      case HNSW -> QueryParser.METHOD_PARAMETERS + "." + EF_SEARCH;
    };
  }

  private String nameOfAmount() {
    if (amount.targetRecall() != null) {
      return SearchEffort.TARGET_RECALL;
    }
    if (amount.probes() != null) {
      return SearchEffort.PROBES;
    }
    return amount.visitPercentage() == null ? null : SearchEffort.VISIT_PERCENTAGE;
  }

  /** This effort, or one that aims at a recall if nothing was asked for; the recall may be null. */
  Effort orTargetRecall(Double recall) {
    return equals(DEFAULT)
        ? new Effort(new SearchEffort(recall, null, null, null), null, null)
        : this;
  }

  /** The strategy of a search for k neighbours. */
  KnnSearchStrategy strategy(int k) {
    KnnSearchStrategy strategy = amount.strategy(rescored(k));
    return strategy == null ? KnnSearchStrategy.Hnsw.DEFAULT : strategy;
  }

  /** How many neighbours are looked for to keep k of them. */
  int candidates(int k) {
    return efSearch == null ? k : Math.max(k, efSearch);
  }

  private int rescored(int k) {
    return oversampleFactor == null
        ? Math.max(LEAST_DEFAULT_CANDIDATES, DEFAULT_FACTOR * k)
        : (int) Math.ceil((double) oversampleFactor * k);
  }
}
