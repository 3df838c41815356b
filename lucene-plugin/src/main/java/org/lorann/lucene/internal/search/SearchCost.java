// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.FieldEntry;

/**
 * What searches of a field cost, in multiplications of a quantized number: enough to choose between
 * ways to search.
 */
public final class SearchCost {

  /**
   * How much longer it takes to read a number of a raw vector from a random place and multiply it
   * than to multiply a number of a cluster's factors or codes. Measured on a machine with AVX-512:
   * 0.8 against 0.04 nanoseconds.
   */
  private static final double RAW_NUMBER = 20;

  private final double visit;
  private final double rerank;

  /** The costs for a field with clusters. */
  public SearchCost(FieldEntry entry) {
    ClusterLayout layout = entry.clusters().layout();
    double clusterSize = (double) entry.size() / entry.clusters().count();
    // The query is multiplied by the factors once per cluster, and then by each vector's code.
    this.visit = layout.rank() * (1 + layout.dimensions() / clusterSize);
    this.rerank = RAW_NUMBER * entry.dimension();
  }

  /** The cost of a search that visits and scores exactly so many vectors. */
  public double of(double visited, double reranked) {
    return visited * visit + reranked * rerank;
  }
}
