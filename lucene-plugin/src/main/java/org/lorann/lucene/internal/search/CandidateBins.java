// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;

/** Candidates, sorted into the bins of a {@link Reranking}. */
final class CandidateBins {

  private final int[] counts = new int[Reranking.BINS];

  /** Where each bin starts among the ordinals. */
  private final int[] starts;

  private final int[] ordinals;
  private int end;

  /**
   * Sorts candidates.
   *
   * @param keys the candidates, see {@link Candidates#key}, in its first {@code size} elements
   * @param floor the estimate that distances are measured from
   * @param unit what they are measured in
   */
  CandidateBins(long[] keys, int size, float floor, float unit) {
    byte[] bins = new byte[size];
    for (int i = 0; i < size; i++) {
      int bin = Reranking.bin((floor - Candidates.estimate(keys[i])) / unit);
      bins[i] = (byte) bin;
      counts[bin]++;
      end = Math.max(end, bin + 1);
    }
    starts = new int[end + 1];
    for (int i = 0; i < end; i++) {
      starts[i + 1] = starts[i] + counts[i];
    }
    int[] next = starts.clone();
    ordinals = new int[size];
    for (int i = 0; i < size; i++) {
      ordinals[next[Byte.toUnsignedInt(bins[i])]++] = Candidates.ordinal(keys[i]);
    }
  }

  /** How many candidates there are in each bin. */
  int[] counts() {
    return counts;
  }

  /** The bins from this one on are empty. */
  int end() {
    return end;
  }

  /** The candidates of some bins, by ordinal: each in the upper half, its bin in the lower one. */
  long[] byOrdinal(int fromBin, int toBin) {
    int to = Math.min(toBin, end);
    int from = Math.min(fromBin, to);
    long[] keys = new long[starts[to] - starts[from]];
    int i = 0;
    for (int bin = from; bin < to; bin++) {
      for (int j = starts[bin]; j < starts[bin + 1]; j++) {
        keys[i++] = (long) ordinals[j] << Integer.SIZE | bin;
      }
    }
    Arrays.sort(keys);
    return keys;
  }
}
