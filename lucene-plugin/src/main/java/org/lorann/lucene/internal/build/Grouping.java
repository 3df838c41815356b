// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

/** Groups positions by the cluster that stands at them (a counting sort). */
final class Grouping {

  private Grouping() {}

  /** Where the group of each cluster starts; one entry more than there are clusters. */
  static int[] starts(int[] clusters, int count) {
    int[] starts = new int[count + 1];
    for (int cluster : clusters) {
      starts[cluster + 1]++;
    }
    for (int i = 0; i < count; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  /** All positions, by cluster, ascending within a cluster. */
  static int[] group(int[] clusters, int[] starts) {
    int[] next = starts.clone();
    int[] positions = new int[clusters.length];
    for (int i = 0; i < clusters.length; i++) {
      positions[next[clusters[i]]++] = i;
    }
    return positions;
  }
}
