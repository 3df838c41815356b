// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.util.NumericUtils;

/**
 * Counts estimates, however many, by the upper half of their bits: those that differ by less than
 * one part in 128 may be counted as one.
 */
final class EstimateCounts {

  private static final int SHIFT = Short.SIZE;
  private static final int SIZE = 1 << SHIFT;

  private final int[] counts = new int[SIZE];

  void add(float estimate) {
    counts[(NumericUtils.floatToSortableInt(estimate) >> SHIFT) + SIZE / 2]++;
  }

  /** Takes estimates and their numbers. */
  interface Consumer {
    void accept(float estimate, int count);
  }

  /** Hands over all that is not less than an estimate, ascending. */
  void forEach(float least, Consumer consumer) {
    for (int i = 0; i < SIZE; i++) {
      float middle = NumericUtils.sortableIntToFloat((i - SIZE / 2 << SHIFT) + (1 << SHIFT - 1));
      if (counts[i] > 0 && middle >= least) {
        consumer.accept(middle, counts[i]);
      }
    }
  }
}
