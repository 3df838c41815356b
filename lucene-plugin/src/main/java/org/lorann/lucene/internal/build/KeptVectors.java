// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;

/**
 * Which vectors of the clusters of a base stay where they are: all that are in the merged segment,
 * but for those that are assigned anew.
 */
record KeptVectors(BaseClusters base, Survivors survivors, FixedBitSet assignedAnew) {

  /** The merged ordinals of a cluster's vectors; {@link Survivors#GONE} for those that leave it. */
  int[] of(int cluster) throws IOException {
    int[] ordinals = base.ordinals(cluster);
    survivors.translate(ordinals);
    for (int i = 0; i < ordinals.length; i++) {
      if (ordinals[i] != Survivors.GONE && assignedAnew.get(ordinals[i])) {
        ordinals[i] = Survivors.GONE;
      }
    }
    return ordinals;
  }

  /** How many vectors stay in each cluster. */
  int[] counts(Workers workers) throws IOException {
    int[] counts = new int[base.count()];
    workers.run(
        counts.length,
        (from, size) -> {
          for (int cluster = from; cluster < from + size; cluster++) {
            for (int ordinal : of(cluster)) {
              counts[cluster] += ordinal == Survivors.GONE ? 0 : 1;
            }
          }
        });
    return counts;
  }
}
