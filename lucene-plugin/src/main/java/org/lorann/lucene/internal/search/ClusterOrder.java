// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * Hands out clusters, the most promising first. A heap over all of them is built in linear time,
 * and as few are taken off it as are probed.
 */
final class ClusterOrder {

  private final long[] heap;
  private int size;

  /** Orders the first {@code count} clusters by descending score. */
  ClusterOrder(float[] scores, int count) {
    heap = new long[count];
    size = count;
    for (int i = 0; i < count; i++) {
      heap[i] = Candidates.key(i, scores[i]);
    }
    for (int i = count / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  /** Whether all clusters were handed out. */
  boolean isEmpty() {
    return size == 0;
  }

  /** Removes and returns the next cluster. */
  int next() {
    int cluster = (int) heap[0];
    heap[0] = heap[--size];
    siftDown(0);
    return cluster;
  }

  private void siftDown(int i) {
    long key = heap[i];
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= key) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = key;
  }
}
