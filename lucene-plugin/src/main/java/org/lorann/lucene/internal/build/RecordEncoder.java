// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;

/** Makes the record of a cluster. Safe for use by many threads. */
interface RecordEncoder {

  /**
   * An encoded cluster.
   *
   * @param record its record
   * @param radius the root of the mean squared distance of its vectors from its centroid
   * @param late how far it has drifted, see {@link BaseClusters#late}
   */
  record Encoded(ClusterRecord record, float radius, int late) {}

  /**
   * Encodes a cluster.
   *
   * @param cluster the number of its centroid
   * @param centroid its centroid in projected coordinates
   * @param ordinals of the vectors assigned to clusters, grouped by cluster
   * @param from where those assigned to this cluster begin
   * @param size how many there are
   */
  Encoded encode(int cluster, float[] centroid, int[] ordinals, int from, int size)
      throws IOException;
}
