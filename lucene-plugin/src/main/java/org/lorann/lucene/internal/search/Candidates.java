// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.apache.lucene.util.IntroSelector;
import org.apache.lucene.util.NumericUtils;

/**
 * Keeps the ordinals with the greatest estimated scores. They gather in a buffer twice as large as
 * wanted; whenever it is full, a selection drops the lesser half and raises the threshold for those to
 * come, so that a candidate costs constant time.
 */
final class Candidates {

  private final int wanted;
  private long[] buffer;
  private int size;
  private float threshold = Float.NEGATIVE_INFINITY;

  /** Keeps the {@code wanted} best; at least one. */
  Candidates(int wanted) {
    this.wanted = wanted;
    this.buffer = new long[Math.min(1 << 30, 2 * wanted)];
  }

  /** What a candidate's score must exceed to be of interest. */
  float threshold() {
    return threshold;
  }

  /** Adds a candidate. */
  void add(int ordinal, float score) {
    if (size == buffer.length) {
      shrink();
    }
    // Sorts by score first. An estimate that is not a number sorts last of all or first of all; either
    // is harmless, as candidates are scored exactly.
    buffer[size++] = (long) NumericUtils.floatToSortableInt(score) << 32 | ordinal;
  }

  private void shrink() {
    selectBest();
    threshold = score(buffer[wanted - 1]);
  }

  private static float score(long key) {
    return NumericUtils.sortableIntToFloat((int) (key >> 32));
  }

  private void selectBest() {
    if (size > wanted) {
      new Selector(buffer).select(0, size, wanted - 1);
      size = wanted;
    }
  }

  /** Removes all candidates and returns the ordinals of the best, ascending. */
  int[] drain() {
    selectBest();
    int[] ordinals = new int[size];
    for (int i = 0; i < size; i++) {
      ordinals[i] = (int) buffer[i];
    }
    Arrays.sort(ordinals);
    size = 0;
    threshold = Float.NEGATIVE_INFINITY;
    return ordinals;
  }

  /** Puts greater keys first. */
  private static final class Selector extends IntroSelector {
    private final long[] keys;
    private long pivot;

    Selector(long[] keys) {
      this.keys = keys;
    }

    @Override
    protected void swap(int i, int j) {
      long key = keys[i];
      keys[i] = keys[j];
      keys[j] = key;
    }

    @Override
    protected void setPivot(int i) {
      pivot = keys[i];
    }

    @Override
    protected int comparePivot(int j) {
      return Long.compare(keys[j], pivot);
    }
  }
}
