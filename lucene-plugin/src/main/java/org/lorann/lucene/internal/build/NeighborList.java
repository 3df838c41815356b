// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

/** The best of the vectors offered, in descending order of their scores. */
final class NeighborList {

  private final int[] ordinals;
  private final float[] scores;
  private int size;

  NeighborList(int capacity) {
    ordinals = new int[capacity];
    scores = new float[capacity];
  }

  /** What a score must exceed to change the list. */
  float threshold() {
    return size < scores.length ? Float.NEGATIVE_INFINITY : scores[size - 1];
  }

  void offer(int ordinal, float score) {
    if (size == scores.length) {
      if ((score > scores[size - 1]) == false) {
        return;
      }
      size--;
    }
    int i = size++;
    for (; i > 0 && scores[i - 1] < score; i--) {
      scores[i] = scores[i - 1];
      ordinals[i] = ordinals[i - 1];
    }
    scores[i] = score;
    ordinals[i] = ordinal;
  }

  int size() {
    return size;
  }

  int ordinal(int i) {
    return ordinals[i];
  }
}
