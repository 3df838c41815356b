// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

/** Groups positions by the cluster that stands at them (a counting sort). */
final class Grouping {

  private Grouping() {}

  /**
   * Where the group of each cluster starts; one entry more than there are clusters.
   *
   * @param clusters arrays of equal length; negative numbers count as none
   */
  static int[] starts(int count, int[]... clusters) {
    int[] starts = new int[count + 1];
    for (int[] array : clusters) {
      for (int cluster : array) {
        if (cluster >= 0) {
          starts[cluster + 1]++;
        }
      }
    }
    for (int i = 0; i < count; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  /** All positions, by cluster, ascending within a cluster. */
  static int[] group(int[] starts, int[]... clusters) {
    int[] next = starts.clone();
    int[] positions = new int[starts[starts.length - 1]];
    for (int i = 0; i < clusters[0].length; i++) {
      for (int[] array : clusters) {
        if (array[i] >= 0) {
          positions[next[array[i]]++] = i;
        }
      }
    }
    return positions;
  }
}
