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
   * than to multiply a number of a cluster's factors or codes.
   */
  private static final double RAW_NUMBER = 20;

  /** What else there is to do for a cluster, and for a vector whose codes are read. */
  private static final double CLUSTER_OVERHEAD = 8_000;

  private static final double VECTOR_OVERHEAD = 32;

  private final double probe;
  private final double scan;
  private final double rerank;

  /** The costs for a field with clusters. */
  public SearchCost(FieldEntry entry) {
    ClusterLayout layout = entry.clusters().layout();
    double clusterSize = (double) entry.size() / entry.clusters().count();
    double factors = (double) layout.rank() * layout.dimensions();
    this.probe = (factors + CLUSTER_OVERHEAD) / clusterSize;
    this.scan = layout.rank() + VECTOR_OVERHEAD;
    this.rerank = RAW_NUMBER * entry.dimension();
  }

  /**
   * The cost of a search.
   *
   * @param visited vectors in the clusters probed
   * @param scanned those whose codes are read
   * @param reranked vectors scored exactly
   */
  public double of(double visited, double scanned, double reranked) {
    return visited * probe + scanned * scan + reranked * rerank;
  }
}
