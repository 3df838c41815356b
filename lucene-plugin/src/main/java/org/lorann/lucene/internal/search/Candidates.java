// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.apache.lucene.util.NumericUtils;

/** Gathers vectors by estimated score, and keeps those worth an exact one. */
abstract class Candidates {

  /** What a vector's estimate must exceed to be of interest. */
  abstract float threshold();

  /**
   * Adds a vector whose estimate is above the threshold. One that is in two clusters may be added
   * twice, with different estimates.
   */
  abstract void add(int ordinal, float estimate);

  /** Sorts by estimate, then by ordinal. */
  static long key(int ordinal, float estimate) {
    return (long) NumericUtils.floatToSortableInt(estimate) << 32 | ordinal;
  }

  static int ordinal(long key) {
    return (int) key;
  }

  static float estimate(long key) {
    return NumericUtils.sortableIntToFloat((int) (key >> 32));
  }

  /** The ordinals in keys, ascending, each once. */
  static int[] distinctOrdinals(long[] keys, int size) {
    int[] ordinals = new int[size];
    for (int i = 0; i < size; i++) {
      ordinals[i] = ordinal(keys[i]);
    }
    Arrays.sort(ordinals);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (distinct == 0 || ordinals[i] != ordinals[distinct - 1]) {
        ordinals[distinct++] = ordinals[i];
      }
    }
    return distinct == size ? ordinals : Arrays.copyOf(ordinals, distinct);
  }

  /**
   * Keeps, of all keys of a vector, the greatest, and moves what is kept to the front.
   *
   * @return how many are kept
   */
  static int keepGreatest(long[] keys, int size) {
    for (int i = 0; i < size; i++) {
      // Ordinal first; without the sign, estimates are ordered in the lower half as well.
      keys[i] = Long.rotateLeft(keys[i] ^ Long.MIN_VALUE, 32);
    }
    Arrays.sort(keys, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == size - 1 || keys[i] >> 32 != keys[i + 1] >> 32) {
        keys[kept++] = Long.rotateLeft(keys[i], 32) ^ Long.MIN_VALUE;
      }
    }
    return kept;
  }
}
