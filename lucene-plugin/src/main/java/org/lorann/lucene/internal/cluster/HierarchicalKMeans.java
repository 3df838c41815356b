// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Many clusters from many points: the points are split into a few dozen clusters, each of these is
 * split again into its share of the clusters wanted, and so on; a few Lloyd iterations over all
 * centroids at once then repair what the cuts made early could not know. The cost of the splits
 * grows with n log k, that of plain k-means with n k for every one of its iterations.
 */
public final class HierarchicalKMeans {

  /** Most clusters made by one split. */
  private static final int MAX_BRANCHES = 48;

  private static final int SPLIT_ITERATIONS = 8;

  private static final int REFINEMENTS = 4;

  private final SplittableRandom random;
  private final BatchRunner runner;

  /** Creates a clustering whose result depends on the points and the random source only. */
  public HierarchicalKMeans(SplittableRandom random, BatchRunner runner) {
    this.random = random;
    this.runner = runner;
  }

  /**
   * Clusters points.
   *
   * @param k how many clusters, between 1 and the number of points
   * @return {@code k} centroids, row after row
   */
  public float[] run(Points points, int k) throws IOException {
    List<float[]> leaves = new ArrayList<>();
    split(points, k, leaves);
    int dimension = points.dimension();
    float[] centroids = new float[k * dimension];
    int row = 0;
    for (float[] leaf : leaves) {
      System.arraycopy(leaf, 0, centroids, row, leaf.length);
      row += leaf.length;
    }
    return KMeans.refine(points, centroids, k, REFINEMENTS, random, runner);
  }

  private void split(Points points, int k, List<float[]> leaves) throws IOException {
    int branches = branches(k);
    float[] centroids = new KMeans(points, branches, random).run(SPLIT_ITERATIONS, runner);
    if (branches == k) {
      leaves.add(centroids);
      return;
    }
    int[] assignments = KMeans.assign(points, centroids, branches, runner);
    int[] sizes = NearestCentroids.sizes(assignments, branches);
    if (Arrays.stream(sizes).max().getAsInt() == points.size()) {
      // The points cannot be told apart: no split would ever make them fewer.
      leaves.add(Arrays.copyOf(points.values(), k * points.dimension()));
      return;
    }
    int[] shares = Apportionment.apportion(k, sizes);
    for (int i = 0; i < branches; i++) {
      if (shares[i] > 0) {
        split(points.subset(members(assignments, i, sizes[i])), shares[i], leaves);
      }
    }
  }

  /** The least even split whose depth is enough for k. */
  private static int branches(int k) {
    int branches = k;
    for (int depth = 2; branches > MAX_BRANCHES; depth++) {
      branches = (int) Math.ceil(Math.pow(k, 1.0 / depth));
    }
    return branches;
  }

  private static int[] members(int[] assignments, int cluster, int size) {
    int[] members = new int[size];
    for (int i = 0, count = 0; count < size; i++) {
      if (assignments[i] == cluster) {
        members[count++] = i;
      }
    }
    return members;
  }
}
