// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;

/**
 * The k-th greatest estimate among those offered. A vector may be offered once for each of its
 * clusters; it counts once, with its greatest estimate.
 */
final class Floor {

  /** The binary logarithm of the hashes there are for each of the best. */
  private static final int KNOWN_BITS = 5;

  /** That of all hashes at most: 128 KB of bits. */
  private static final int MAX_BITS = 20;

  /** The keys of the k best vectors, a heap with the least of them first. */
  private final long[] best;

  /** The cluster that each of them was found in. */
  private final int[] clusters;

  /** Set for the hashes of all vectors that ever were among the best: few others share theirs. */
  private final long[] known;

  private final int hashShift;
  private int cluster;
  private int size;

  /** The floor of {@code k} vectors; at least one. */
  Floor(int k) {
    best = new long[k];
    clusters = new int[k];
    int bits = Math.min(MAX_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(k) + KNOWN_BITS);
    known = new long[(1 << bits) / Long.SIZE];
    hashShift = Integer.SIZE - bits;
  }

  /** A floor that has seen what another one has. */
  Floor(Floor other) {
    best = other.best.clone();
    clusters = other.clusters.clone();
    known = other.known.clone();
    hashShift = other.hashShift;
    cluster = other.cluster;
    size = other.size;
  }

  /** The k-th greatest estimate, or negative infinity if there are fewer. */
  float value() {
    return size < best.length ? Float.NEGATIVE_INFINITY : Candidates.estimate(best[0]);
  }

  /** The keys of the vectors it is made up of, ascending. */
  long[] keys() {
    long[] keys = Arrays.copyOf(best, size);
    Arrays.sort(keys);
    return keys;
  }

  /** Their ordinals, ascending. */
  int[] ordinals() {
    return Candidates.distinctOrdinals(best, size);
  }

  /** The clusters that those of them were found in whose estimate is not below another floor. */
  int[] clusters(float floor) {
    int[] above = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (Candidates.estimate(best[i]) >= floor) {
        above[count++] = clusters[i];
      }
    }
    return Arrays.copyOf(above, count);
  }

  /** Sets the cluster that the vectors offered from now on are found in. */
  void moveTo(int newCluster) {
    cluster = newCluster;
  }

  /** Takes a vector's estimate into account. */
  void offer(int ordinal, float estimate) {
    long key = Candidates.key(ordinal, estimate);
    if (size == best.length && key <= best[0]) {
      return;
    }
    int same = isNew(ordinal) ? -1 : position(ordinal);
    if (same >= 0) {
      if (key > best[same]) {
        siftDown(same, key);
      }
    } else if (size < best.length) {
      siftUp(size++, key);
    } else {
      siftDown(0, key);
    }
  }

  /** Whether a vector surely was not offered before; it is from now on. */
  private boolean isNew(int ordinal) {
    // The multiple of the golden ratio spreads ordinals that follow each other.
    int hash = ordinal * 0x9E3779B9 >>> hashShift;
    long bit = 1L << hash;
    boolean isNew = (known[hash / Long.SIZE] & bit) == 0;
    known[hash / Long.SIZE] |= bit;
    return isNew;
  }

  /** Where a vector is in the heap, or -1. */
  private int position(int ordinal) {
    for (int i = 0; i < size; i++) {
      if (Candidates.ordinal(best[i]) == ordinal) {
        return i;
      }
    }
    return -1;
  }

  private void siftUp(int i, long key) {
    for (int parent = (i - 1) / 2; i > 0 && best[parent] > key; parent = (i - 1) / 2) {
      best[i] = best[parent];
      clusters[i] = clusters[parent];
      i = parent;
    }
    best[i] = key;
    clusters[i] = cluster;
  }

  /** Puts a key where a lesser one was. */
  private void siftDown(int i, long key) {
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && best[child + 1] < best[child]) {
        child++;
      }
      if (best[child] >= key) {
        break;
      }
      best[i] = best[child];
      clusters[i] = clusters[child];
      i = child;
    }
    best[i] = key;
    clusters[i] = cluster;
  }
}
