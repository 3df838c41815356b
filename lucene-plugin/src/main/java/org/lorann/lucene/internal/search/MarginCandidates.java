// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * Keeps all vectors whose estimate is at most a margin below the k-th greatest estimate so far,
 * which is called the floor.
 */
final class MarginCandidates extends Candidates {

  private final float[] best;
  private int bestSize;
  private float margin = Float.POSITIVE_INFINITY;
  private long[] buffer = new long[256];
  private int size;

  /** Measures the margin from the {@code k}-th best; at least one. */
  MarginCandidates(int k) {
    best = new float[k];
  }

  /** The k-th greatest estimate, or negative infinity if there are fewer. */
  float floor() {
    return bestSize < best.length ? Float.NEGATIVE_INFINITY : best[0];
  }

  /** Changes the margin, which is infinite at first. */
  void setMargin(float margin) {
    this.margin = margin;
  }

  @Override
  float threshold() {
    float floor = floor();
    // Negative infinity must not meet a positive one.
    return floor == Float.NEGATIVE_INFINITY ? floor : Math.nextDown(floor - margin);
  }

  @Override
  void add(int ordinal, float estimate) {
    if (size == buffer.length) {
      compact();
    }
    buffer[size++] = key(ordinal, estimate);
    if (bestSize < best.length) {
      siftUp(bestSize++, estimate);
    } else if (estimate > best[0]) {
      siftDown(estimate);
    }
  }

  /** Drops what has fallen below the threshold; doubles the buffer if that is less than half. */
  private void compact() {
    dropBelowThreshold();
    if (size > buffer.length / 2) {
      buffer = Arrays.copyOf(buffer, ArrayUtil.oversize(2 * size, Long.BYTES));
    }
  }

  private void dropBelowThreshold() {
    float threshold = threshold();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (estimate(buffer[i]) > threshold) {
        buffer[kept++] = buffer[i];
      }
    }
    size = kept;
  }

  private void siftUp(int i, float value) {
    for (int parent = (i - 1) / 2; i > 0 && best[parent] > value; parent = (i - 1) / 2) {
      best[i] = best[parent];
      i = parent;
    }
    best[i] = value;
  }

  private void siftDown(float value) {
    int i = 0;
    for (int child = 1; child < bestSize; child = 2 * i + 1) {
      if (child + 1 < bestSize && best[child + 1] < best[child]) {
        child++;
      }
      if (best[child] >= value) {
        break;
      }
      best[i] = best[child];
      i = child;
    }
    best[i] = value;
  }

  @Override
  int[] ordinals() {
    dropBelowThreshold();
    int[] ordinals = new int[size];
    for (int i = 0; i < size; i++) {
      ordinals[i] = ordinal(buffer[i]);
    }
    Arrays.sort(ordinals);
    return ordinals;
  }

  /** The estimates of all vectors kept, in descending order. */
  float[] estimates() {
    dropBelowThreshold();
    float[] estimates = new float[size];
    for (int i = 0; i < size; i++) {
      estimates[i] = -estimate(buffer[i]);
    }
    Arrays.sort(estimates);
    for (int i = 0; i < size; i++) {
      estimates[i] = -estimates[i];
    }
    return estimates;
  }
}
