// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.util.NumericUtils;

/** Gathers vectors by estimated score, and keeps those worth an exact one. */
abstract class Candidates {

  /** What a vector's estimate must exceed to be of interest. */
  abstract float threshold();

  /** Adds a vector whose estimate is above the threshold. */
  abstract void add(int ordinal, float estimate);

  /** The ordinals of all vectors kept, ascending. Nothing may be added afterwards. */
  abstract int[] ordinals();

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
}
