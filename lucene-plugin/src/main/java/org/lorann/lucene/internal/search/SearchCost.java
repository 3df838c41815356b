// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.FieldEntry;

/**
 * What searches of a field cost, in bytes read, which is what they wait for: enough to choose
 * between ways to search.
 */
public final class SearchCost {

  /**
   * What it costs to go somewhere else: records are read from end to end, but a vector that is
   * scored exactly is alone on its page, and the time to get there hardly depends on its length.
   */
  private static final int PAGE = 4096;

  private final double visit;
  private final double rerank;

  /** The costs for a field with clusters. */
  public SearchCost(FieldEntry entry) {
    this.visit = (double) entry.clusters().dataLength() / entry.clusters().codes();
    this.rerank = PAGE + (double) entry.dimension() * entry.encoding().byteSize;
  }

  /** The cost of a search that visits and scores exactly so many vectors. */
  public double of(double visited, double reranked) {
    return visited * visit + reranked * rerank;
  }
}
