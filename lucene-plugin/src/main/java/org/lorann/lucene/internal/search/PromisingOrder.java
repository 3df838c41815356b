// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.lorann.lucene.internal.kernel.Kernels;

/**
 * The order in which clusters are probed as long as there is reason to. The first few are those
 * with the highest scores. They tell what score is worth looking for, and then the {@link
 * OtherClusters others} follow by how far they are from it.
 */
final class PromisingOrder {

  /** How many deviations above a cluster's score its best vectors are taken to be. */
  private static final float BEST_DEVIATIONS = 2;

  /**
   * Clusters found by a scan of all scores each; a heap serves those few searches that need more.
   */
  private static final int SCANS = 16;

  private final Kernels kernels = Kernels.get();
  private final float[] allScores;
  private final float[] radii;

  /** The scores of the clusters that were not handed out yet. */
  private final float[] scores;

  /** Those that were. */
  private int[] first = new int[8];

  private int firstCount;

  /** The order by score, once it is needed. */
  private ClusterOrder byScore;

  /**
   * Orders clusters.
   *
   * @param scores one per cluster, and perhaps more
   * @param radii one per cluster
   */
  PromisingOrder(float[] scores, float[] radii) {
    this.allScores = scores;
    this.radii = radii;
    this.scores = Arrays.copyOf(scores, radii.length);
  }

  /** The next cluster by score, or -1 if there is none. */
  int nextFirst() {
    if (firstCount == scores.length) {
      return -1;
    }
    int cluster = firstCount < SCANS ? kernels.argMax(scores, 0, scores.length) : nextByScore();
    scores[cluster] = Float.NEGATIVE_INFINITY;
    first = ArrayUtil.grow(first, firstCount + 1);
    first[firstCount++] = cluster;
    return cluster;
  }

  /** The clusters handed out so far, in the order in which they were. */
  int[] handedOut() {
    return Arrays.copyOf(first, firstCount);
  }

  /** Those handed out have the least of all scores by now, and come last. */
  private int nextByScore() {
    if (byScore == null) {
      byScore = new ClusterOrder(scores, scores.length);
    }
    return byScore.next();
  }

  /**
   * The clusters that were not handed out yet, the most promising first.
   *
   * @param deviation the deviation of scores in a cluster of radius one
   */
  OtherClusters others(float deviation) {
    return new OtherClusters(scores, radii, deviation, best(deviation));
  }

  private float best(float deviation) {
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < firstCount; i++) {
      float expected = BEST_DEVIATIONS * deviation * radii[first[i]];
      best = Math.max(best, allScores[first[i]] + expected);
    }
    return best;
  }
}
