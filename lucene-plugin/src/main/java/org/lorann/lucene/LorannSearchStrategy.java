// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.util.Objects;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * How much work a search does, for the last argument of {@link
 * org.apache.lucene.search.KnnFloatVectorQuery}. Without one, or with any other strategy, a search
 * aims at the recall that the field was indexed for.
 *
 * <p>Immutable.
 *
 * @lucene.experimental
 */
public final class LorannSearchStrategy extends KnnSearchStrategy {

  /** What the amount of work is given as. */
  public enum Kind {
    /** As the share of true neighbours that should be found. */
    TARGET_RECALL,
    /** As a number of clusters. */
    PROBES,
    /** As a share of the vectors in clusters. */
    VISIT_RATIO
  }

  private final Kind kind;
  private final double amount;
  private final int rerank;

  private LorannSearchStrategy(Kind kind, double amount, int rerank) {
    this.kind = kind;
    this.amount = amount;
    this.rerank = rerank;
  }

  /**
   * Aims at a recall.
   *
   * @param recall the share of the true nearest neighbours to be found, above 0 and below 1
   * @return the strategy
   * @throws IllegalArgumentException if out of range
   */
  public static LorannSearchStrategy targetRecall(double recall) {
    if ((recall > 0 && recall < 1) == false) {
      throw new IllegalArgumentException("recall must be above 0 and below 1, got: " + recall);
    }
    return new LorannSearchStrategy(Kind.TARGET_RECALL, recall, 0);
  }

  /**
   * Searches a number of clusters in every segment.
   *
   * @param clusters how many, at least 1
   * @param rerank how many of the best candidates are scored exactly, at least 1; raised to a few
   *     more than the k of the search if less
   * @return the strategy
   * @throws IllegalArgumentException if out of range
   */
  public static LorannSearchStrategy probes(int clusters, int rerank) {
    if (clusters < 1) {
      throw new IllegalArgumentException("clusters must be at least 1, got: " + clusters);
    }
    return new LorannSearchStrategy(Kind.PROBES, clusters, checkRerank(rerank));
  }

  /**
   * Searches the nearest clusters of every segment until they hold a share of its vectors, where
   * those in two clusters count twice. A share of 1 searches all clusters.
   *
   * @param share above 0, at most 1
   * @param rerank how many of the best candidates are scored exactly, at least 1; raised to a few
   *     more than the k of the search if less
   * @return the strategy
   * @throws IllegalArgumentException if out of range
   */
  public static LorannSearchStrategy visitRatio(double share, int rerank) {
    if ((share > 0 && share <= 1) == false) {
      throw new IllegalArgumentException("share must be above 0 and at most 1, got: " + share);
    }
    return new LorannSearchStrategy(Kind.VISIT_RATIO, share, checkRerank(rerank));
  }

  private static int checkRerank(int rerank) {
    if (rerank < 1) {
      throw new IllegalArgumentException("rerank must be at least 1, got: " + rerank);
    }
    return rerank;
  }

  /** {@return what {@link #amount} is} */
  public Kind kind() {
    return kind;
  }

  /** {@return the recall, the number of clusters or the share, depending on {@link #kind}} */
  public double amount() {
    return amount;
  }

  /** {@return how many candidates are scored exactly, or 0 when that follows from the recall} */
  public int rerank() {
    return rerank;
  }

  @Override
  public void nextVectorsBlock() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof LorannSearchStrategy that
        && kind == that.kind
        && amount == that.amount
        && rerank == that.rerank;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, amount, rerank);
  }

  @Override
  public String toString() {
    return "LorannSearchStrategy(" + kind + " " + amount + ", rerank " + rerank + ")";
  }
}
