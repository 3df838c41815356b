// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.FieldEntry;

/**
 * What searches of a field cost, in bytes read, which is what they wait for: enough to choose
 * between ways to search.
 */
public final class SearchCost {

  /**
   * What it costs to go somewhere else. Records are read from end to end, but vectors that are
   * scored exactly are alone on their pages, unless they are many, and the time it takes to get
   * there hardly depends on their length.
   */
  private static final int PAGE = 4096;

  private final double visit;
  private final double vector;
  private final double pages;

  /** The costs for a field with clusters. */
  public SearchCost(FieldEntry entry) {
    this.visit = (double) entry.clusters().dataLength() / entry.clusters().codes();
    this.vector = (double) entry.dimension() * entry.encoding().byteSize;
    this.pages = Math.ceil(entry.size() * vector / PAGE);
  }

  /** How many vectors it takes until it costs as much to score them as to visit so many. */
  double affordable(double visited) {
    // Memory is what holds either up as long as the vectors are in it; else both are slow.
    return visited * visit / vector;
  }

  /** The cost of a search that visits and scores exactly so many vectors. */
  public double of(double visited, double reranked) {
    return visited * visit + reranked * vector + Math.min(reranked, pages) * PAGE;
  }
}
