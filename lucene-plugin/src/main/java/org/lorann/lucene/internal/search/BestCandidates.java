// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.IntroSelector;

/**
 * Keeps a fixed number of vectors, those with the greatest estimates. They gather in a buffer twice
 * as large; whenever it is full, a selection drops the lesser half, so that a vector costs constant
 * time.
 */
final class BestCandidates extends Candidates {

  private final int wanted;
  private long[] buffer = new long[256];
  private int size;
  private float threshold = Float.NEGATIVE_INFINITY;

  /** Keeps the {@code wanted} best; at least one. */
  BestCandidates(int wanted) {
    this.wanted = wanted;
  }

  @Override
  float threshold() {
    return threshold;
  }

  @Override
  void add(int ordinal, float estimate) {
    if (size >= 2L * wanted) {
      selectBest();
      if (size == wanted) {
        threshold = estimate(buffer[wanted - 1]);
      }
    }
    buffer = ArrayUtil.grow(buffer, size + 1);
    buffer[size++] = key(ordinal, estimate);
  }

  private void selectBest() {
    size = keepGreatest(buffer, size);
    if (size > wanted) {
      new Selector(buffer).select(0, size, wanted - 1);
      size = wanted;
    }
  }

  /** The ordinals of all vectors kept, ascending, each once. Nothing may be added afterwards. */
  int[] ordinals() {
    selectBest();
    return distinctOrdinals(buffer, size);
  }

  /** The same in the bins of a {@link Reranking}, see {@link CandidateBins}. */
  CandidateBins bins(float floor, float unit) {
    selectBest();
    return new CandidateBins(buffer, size, floor, unit);
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
