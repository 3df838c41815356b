// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * Keeps all vectors whose estimate is at most a margin below the k-th greatest estimate so far,
 * which is called the floor. A vector may be added once for each of its clusters; it counts once,
 * with its greatest estimate.
 */
final class MarginCandidates extends Candidates {

  /** The keys of the k best vectors, a heap with the least of them first. */
  private final long[] best;

  private int bestSize;
  private float margin = Float.POSITIVE_INFINITY;
  private long[] buffer = new long[256];
  private int size;

  /** Measures the margin from the {@code k}-th best; at least one. */
  MarginCandidates(int k) {
    best = new long[k];
  }

  /** The k-th greatest estimate, or negative infinity if there are fewer. */
  float floor() {
    return bestSize < best.length ? Float.NEGATIVE_INFINITY : estimate(best[0]);
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
    long key = key(ordinal, estimate);
    buffer[size++] = key;
    if (bestSize < best.length || key > best[0]) {
      addToBest(ordinal, key);
    }
  }

  private void addToBest(int ordinal, long key) {
    int same = positionInBest(ordinal);
    if (same >= 0) {
      if (key > best[same]) {
        siftDown(same, key);
      }
    } else if (bestSize < best.length) {
      siftUp(bestSize++, key);
    } else {
      siftDown(0, key);
    }
  }

  /** A scan: little compared with the estimates it took to find one of the best. */
  private int positionInBest(int ordinal) {
    for (int i = 0; i < bestSize; i++) {
      if (ordinal(best[i]) == ordinal) {
        return i;
      }
    }
    return -1;
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

  private void siftUp(int i, long key) {
    for (int parent = (i - 1) / 2; i > 0 && best[parent] > key; parent = (i - 1) / 2) {
      best[i] = best[parent];
      i = parent;
    }
    best[i] = key;
  }

  /** Puts a key where a lesser one was. */
  private void siftDown(int i, long key) {
    for (int child = 2 * i + 1; child < bestSize; child = 2 * i + 1) {
      if (child + 1 < bestSize && best[child + 1] < best[child]) {
        child++;
      }
      if (best[child] >= key) {
        break;
      }
      best[i] = best[child];
      i = child;
    }
    best[i] = key;
  }

  @Override
  int[] ordinals() {
    dropBelowThreshold();
    return distinctOrdinals(buffer, size);
  }

  /** The estimates of all vectors kept, in descending order. */
  float[] estimates() {
    dropBelowThreshold();
    size = keepGreatest(buffer, size);
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
