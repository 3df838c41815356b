// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import org.lorann.lucene.LorannSearchStrategy;

/**
 * How much work a query asks for, under the names that users write. At most one of the first three
 * is given; with none of them, a search aims at the recall that its field was indexed for.
 *
 * @param targetRecall {@code target_recall}: the share of the true neighbours to be found, above 0
 *     and below 1, or null
 * @param probes {@code nprobes}: the clusters to visit in every segment, at least 1, or null
 * @param visitPercentage {@code visit_percentage}: the share of the vectors of every segment to
 *     visit, in percent, above 0 and at most 100, or null
 * @param rerank {@code rerank}: how many of the best candidates of every segment are scored
 *     exactly, at least 1, or null for as many as the caller says; only beside {@code nprobes} or
 *     {@code visit_percentage}, as a target recall implies its own
 */
public record SearchEffort(
    Double targetRecall, Integer probes, Double visitPercentage, Integer rerank) {

  /** The name of {@link #targetRecall}. */
  public static final String TARGET_RECALL = "target_recall";

  /** The name of {@link #probes}. */
  public static final String PROBES = "nprobes";

  /** The name of {@link #visitPercentage}. */
  public static final String VISIT_PERCENTAGE = "visit_percentage";

  /** The name of {@link #rerank}. */
  public static final String RERANK = "rerank";

  private static final Range AT_LEAST_ONE = Range.integers(1, Integer.MAX_VALUE);

  /**
   * Checks what was asked for.
   *
   * @throws IllegalArgumentException if a value is out of range, or two exclude each other; the
   *     message names the parameters
   */
  public SearchEffort {
    check(TARGET_RECALL, Range.RECALL, targetRecall);
    check(PROBES, AT_LEAST_ONE, probes);
    check(VISIT_PERCENTAGE, Range.PERCENTAGE, visitPercentage);
    check(RERANK, AT_LEAST_ONE, rerank);
    exclude(TARGET_RECALL, targetRecall, PROBES, probes);
    exclude(TARGET_RECALL, targetRecall, VISIT_PERCENTAGE, visitPercentage);
    exclude(PROBES, probes, VISIT_PERCENTAGE, visitPercentage);
    if (rerank != null && probes == null && visitPercentage == null) {
      // No server has both this and a number of clusters.
      throw new IllegalArgumentException(
          "[" + RERANK + "] needs [" + VISIT_PERCENTAGE + "] beside it");
    }
  }

  private static void check(String name, Range range, Number value) {
    if (value != null) {
      range.parse(name, value.toString());
    }
  }

  private static void exclude(String name, Object value, String otherName, Object other) {
    if (value != null && other != null) {
      throw new IllegalArgumentException(
          "[" + name + "] and [" + otherName + "] exclude each other");
    }
  }

  /** {@return whether anything was asked for} */
  public boolean isGiven() {
    return targetRecall != null || probes != null || visitPercentage != null;
  }

  /**
   * {@return the strategy for Lucene's queries, or null if nothing was asked for}
   *
   * @param defaultRerank how many candidates are scored exactly if {@link #rerank} is null, at
   *     least 1
   */
  public LorannSearchStrategy strategy(int defaultRerank) {
    int candidates = rerank == null ? defaultRerank : rerank;
    if (targetRecall != null) {
      return LorannSearchStrategy.targetRecall(targetRecall);
    }
    if (probes != null) {
      return LorannSearchStrategy.probes(probes, candidates);
    }
    if (visitPercentage != null) {
      return LorannSearchStrategy.visitRatio(visitPercentage / 100, candidates);
    }
    return null;
  }
}
