// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;

/**
 * Hands out clusters by ascending distance, for searches that do not get far: they are only dealt
 * out to buckets, and each bucket is sorted when it is its turn.
 */
final class LazyOrder {

  /** Clusters in a bucket, about. */
  private static final int BUCKET_SIZE = 8;

  private final float least;
  private final float bucketsPerUnit;

  /** Bucket by bucket. */
  private final long[] keys;

  /** Where each bucket ends. */
  private final int[] ends;

  private int nextBucket;
  private int sortedEnd;
  private int next;

  /**
   * Orders clusters.
   *
   * @param distances one per cluster; infinity for those that are left out
   */
  LazyOrder(float[] distances) {
    int count = 0;
    float minimum = Float.POSITIVE_INFINITY;
    double sum = 0;
    for (float distance : distances) {
      if (distance < Float.POSITIVE_INFINITY) {
        count++;
        sum += distance;
        minimum = distance < minimum ? distance : minimum;
      }
    }
    least = minimum;
    keys = new long[count];
    ends = new int[1 + count / BUCKET_SIZE];
    // As far beyond the mean as the least is before it. What lies further is in the last bucket.
    bucketsPerUnit = ends.length / (float) (2 * (sum / count - least));
    deal(distances);
  }

  private void deal(float[] distances) {
    int[] starts = new int[ends.length + 1];
    for (float distance : distances) {
      if (distance < Float.POSITIVE_INFINITY) {
        starts[bucket(distance) + 1]++;
      }
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    System.arraycopy(starts, 0, ends, 0, ends.length);
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] < Float.POSITIVE_INFINITY) {
        keys[ends[bucket(distances[i])]++] = Candidates.key(i, distances[i]);
      }
    }
  }

  private int bucket(float distance) {
    return (int) Math.min(ends.length - 1, (distance - least) * bucketsPerUnit);
  }

  /**
   * The next cluster, or -1 if there is none.
   *
   * @param limit clusters further away than this need not be handed out
   */
  int next(float limit) {
    while (next == sortedEnd) {
      if (nextBucket == ends.length || distance(nextBucket) > limit) {
        return -1;
      }
      sortedEnd = ends[nextBucket++];
      Arrays.sort(keys, next, sortedEnd);
    }
    return Candidates.ordinal(keys[next++]);
  }

  /** Nothing in a bucket is nearer than this, however it was rounded. */
  private float distance(int bucket) {
    return least + (bucket - 1) / bucketsPerUnit;
  }
}
