// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * The vectors that may matter to a traced search, with their estimates, by the cluster they were
 * found in. Of more than twice {@link #MAX} only those with the greatest estimates are kept, and
 * the others counted.
 */
final class TraceCandidates {

  /** More than any search scores exactly that is worth it; 400 KB while they gather. */
  static final int MAX = 1 << 14;

  /** See {@link Candidates#key}. */
  private long[] keys = new long[256];

  private int[] clusters = new int[256];
  private int size;

  /** What an estimate must exceed to be kept. */
  private float threshold = Float.NEGATIVE_INFINITY;

  /** Those not kept, if there are any. */
  private EstimateCounts dropped;

  /** Where those of each cluster start, once they are arranged. */
  private int[] starts;

  void add(int cluster, int ordinal, float estimate) {
    if (estimate > threshold == false) {
      dropped.add(estimate);
      return;
    }
    if (size == 2 * MAX) {
      dropLesserHalf();
    }
    keys = ArrayUtil.grow(keys, size + 1);
    clusters = ArrayUtil.grow(clusters, size + 1);
    keys[size] = Candidates.key(ordinal, estimate);
    clusters[size++] = cluster;
  }

  private void dropLesserHalf() {
    if (dropped == null) {
      dropped = new EstimateCounts();
    }
    long[] sorted = Arrays.copyOf(keys, size);
    Arrays.sort(sorted);
    long least = sorted[size - MAX];
    threshold = Candidates.estimate(least);
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (keys[i] >= least) {
        keys[count] = keys[i];
        clusters[count++] = clusters[i];
      } else {
        dropped.add(Candidates.estimate(keys[i]));
      }
    }
    size = count;
  }

  /**
   * Puts them into the order in which clusters are probed. Nothing may be added afterwards.
   *
   * @param ranks the position of each cluster in that order, or -1 if it is not probed
   * @param probed how many clusters are
   */
  void arrange(int[] ranks, int probed) {
    starts = new int[probed + 1];
    for (int i = 0; i < size; i++) {
      if (ranks[clusters[i]] >= 0) {
        starts[ranks[clusters[i]] + 1]++;
      }
    }
    for (int i = 0; i < probed; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    long[] arranged = new long[starts[probed]];
    for (int i = 0; i < size; i++) {
      if (ranks[clusters[i]] >= 0) {
        arranged[next[ranks[clusters[i]]]++] = keys[i];
      }
    }
    keys = arranged;
    size = arranged.length;
    clusters = null;
  }

  /** Where those of the cluster probed after {@code rank} others start, once arranged. */
  int start(int rank) {
    return starts[rank];
  }

  /** How many are kept. */
  int size() {
    return size;
  }

  int ordinal(int i) {
    return Candidates.ordinal(keys[i]);
  }

  float estimate(int i) {
    return Candidates.estimate(keys[i]);
  }

  /** Hands over the estimates of those not kept, about, that are not less than one. */
  void forEachDropped(float least, EstimateCounts.Consumer consumer) {
    if (dropped != null) {
      dropped.forEach(least, consumer);
    }
  }
}
