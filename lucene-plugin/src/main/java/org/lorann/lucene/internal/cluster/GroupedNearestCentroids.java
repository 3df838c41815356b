// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Compares each point with the centroids of a few groups only: the centroids are clustered in their
 * turn, into about as many groups as a group has centroids, and the groups nearest to a point are
 * searched exactly. For c centroids this takes in the order of sqrt(c) distances instead of c.
 */
final class GroupedNearestCentroids extends NearestCentroids {

  /** Groups searched for each point, and the most centroids that can be asked for. */
  static final int PROBES = 8;

  private static final int ITERATIONS = 6;

  private final int count;
  private final int dimension;
  private final ExactNearestCentroids groups;
  private final ExactNearestCentroids[] members;
  private final int[][] numbers;

  GroupedNearestCentroids(
      float[] centroids, int count, int dimension, SplittableRandom random, BatchRunner runner)
      throws IOException {
    this.count = count;
    this.dimension = dimension;
    Points points = new Points(centroids, count, dimension);
    int wanted = (int) Math.ceil(Math.sqrt(count));
    float[] centres = new KMeans(points, wanted, random).run(ITERATIONS, runner);
    int[] assignments = KMeans.assign(points, centres, wanted, random, runner);
    this.numbers = members(assignments, wanted);
    this.members = new ExactNearestCentroids[numbers.length];
    float[] used = new float[numbers.length * dimension];
    for (int i = 0; i < numbers.length; i++) {
      members[i] =
          new ExactNearestCentroids(
              Points.of(points, numbers[i]).values(), numbers[i].length, dimension);
      System.arraycopy(
          centres, assignments[numbers[i][0]] * dimension, used, i * dimension, dimension);
    }
    this.groups = new ExactNearestCentroids(used, numbers.length, dimension);
  }

  /** The centroids of each group that has any, ascending. */
  private static int[][] members(int[] assignments, int wanted) {
    int[] sizes = sizes(assignments, wanted);
    int[][] members = new int[wanted][];
    for (int i = 0; i < wanted; i++) {
      members[i] = new int[sizes[i]];
    }
    for (int i = assignments.length - 1; i >= 0; i--) {
      members[assignments[i]][--sizes[assignments[i]]] = i;
    }
    return Arrays.stream(members).filter(group -> group.length > 0).toArray(int[][]::new);
  }

  /** The number of groups that have centroids. */
  int groups() {
    return members.length;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void nearest(float[] points, int from, int size, int k, int[] nearest) {
    // Every group has a centroid at least, so that there are enough in as many groups.
    assert k <= PROBES : k;
    float[] batch = Arrays.copyOfRange(points, from * dimension, (from + size) * dimension);
    int[] probed = new int[size * PROBES];
    groups.nearest(batch, 0, size, PROBES, probed);
    Best best = new Best(size, k);
    int[] starts = new int[members.length + 1];
    int[] byGroup = byGroup(probed, starts);
    for (int group = 0; group < members.length; group++) {
      search(group, batch, byGroup, starts[group], starts[group + 1], best);
    }
    System.arraycopy(best.centroids, 0, nearest, from * k, size * k);
  }

  /** The points that are to be compared with each group, ascending within a group. */
  private static int[] byGroup(int[] probed, int[] starts) {
    for (int group : probed) {
      starts[group + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] next = starts.clone();
    int[] points = new int[probed.length];
    for (int i = 0; i < probed.length; i++) {
      points[next[probed[i]]++] = i / PROBES;
    }
    return points;
  }

  private void search(int group, float[] batch, int[] byGroup, int from, int to, Best best) {
    float[] gathered = new float[(to - from) * dimension];
    for (int i = from; i < to; i++) {
      System.arraycopy(batch, byGroup[i] * dimension, gathered, (i - from) * dimension, dimension);
    }
    int[] centroids = numbers[group];
    float[] scores = new float[(to - from) * centroids.length];
    members[group].score(gathered, 0, to - from, scores);
    for (int i = from; i < to; i++) {
      int row = (i - from) * centroids.length;
      for (int j = 0; j < centroids.length; j++) {
        best.offer(byGroup[i], centroids[j], scores[row + j]);
      }
    }
  }

  /** The best centroids of each point until now. */
  private static final class Best {
    private final int k;
    private final int[] centroids;
    private final float[] scores;

    Best(int size, int k) {
      this.k = k;
      this.centroids = new int[size * k];
      this.scores = new float[size * k];
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    }

    void offer(int point, int centroid, float score) {
      int last = point * k + k - 1;
      if (score > scores[last] == false) {
        return;
      }
      int i = last;
      for (; i > point * k && scores[i - 1] < score; i--) {
        scores[i] = scores[i - 1];
        centroids[i] = centroids[i - 1];
      }
      scores[i] = score;
      centroids[i] = centroid;
    }
  }
}
