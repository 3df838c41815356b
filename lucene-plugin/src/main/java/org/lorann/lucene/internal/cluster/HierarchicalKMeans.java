// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Many clusters from many points: the points are split into a few dozen clusters, each of these is
 * split again into its share of the clusters wanted, and so on; a few Lloyd iterations over all
 * centroids at once then repair what the cuts made early could not know. The cost of the splits
 * grows with n log k, that of plain k-means with n k for every one of its iterations.
 */
public final class HierarchicalKMeans {

  /** Most clusters made by one split. */
  private static final int MAX_BRANCHES = 48;

  /** Points that a split looks at for each of its clusters. */
  private static final int POINTS_PER_BRANCH = 256;

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
  public float[] run(PointSet points, int k) throws IOException {
    List<float[]> leaves = new ArrayList<>();
    split(points, IntStream.range(0, points.size()).toArray(), k, leaves);
    int dimension = points.dimension();
    float[] centroids = new float[k * dimension];
    int row = 0;
    for (float[] leaf : leaves) {
      System.arraycopy(leaf, 0, centroids, row, leaf.length);
      row += leaf.length;
    }
    return KMeans.refine(points, centroids, k, REFINEMENTS, random, runner);
  }

  /** Makes k clusters of some of the points. */
  private void split(PointSet points, int[] rows, int k, List<float[]> leaves) throws IOException {
    int branches = branches(k);
    Points sample = sample(points, rows, POINTS_PER_BRANCH * branches);
    float[] centroids = new KMeans(sample, branches, random).run(SPLIT_ITERATIONS, runner);
    if (branches == k) {
      leaves.add(centroids);
      return;
    }
    int[] assignments = assign(points, rows, centroids, branches);
    int[] sizes = NearestCentroids.sizes(assignments, branches);
    if (Arrays.stream(sizes).max().getAsInt() == rows.length) {
      // The points cannot be told apart: no split would ever make them fewer.
      leaves.add(Points.of(points, Arrays.copyOf(rows, k)).values());
      return;
    }
    int[] shares = Apportionment.apportion(k, sizes);
    for (int i = 0; i < branches; i++) {
      if (shares[i] > 0) {
        split(points, members(rows, assignments, i, sizes[i]), shares[i], leaves);
      }
    }
  }

  private Points sample(PointSet points, int[] rows, int size) throws IOException {
    if (rows.length <= size) {
      return Points.of(points, rows);
    }
    int[] chosen = Sampling.choose(rows.length, size, random);
    for (int i = 0; i < size; i++) {
      chosen[i] = rows[chosen[i]];
    }
    return Points.of(points, chosen);
  }

  private int[] assign(PointSet points, int[] rows, float[] centroids, int count)
      throws IOException {
    int dimension = points.dimension();
    NearestCentroids index = NearestCentroids.of(centroids, count, dimension, random, runner);
    int[] assignments = new int[rows.length];
    runner.run(
        rows.length,
        (from, size) -> {
          float[] batch = new float[size * dimension];
          points.read(rows, from, size, batch);
          int[] nearest = new int[size];
          index.nearest(batch, 0, size, 1, nearest);
          System.arraycopy(nearest, 0, assignments, from, size);
        });
    return assignments;
  }

  /** The least even split whose depth is enough for k. */
  private static int branches(int k) {
    int branches = k;
    for (int depth = 2; branches > MAX_BRANCHES; depth++) {
      branches = (int) Math.ceil(Math.pow(k, 1.0 / depth));
    }
    return branches;
  }

  private static int[] members(int[] rows, int[] assignments, int cluster, int size) {
    int[] members = new int[size];
    for (int i = 0, count = 0; count < size; i++) {
      if (assignments[i] == cluster) {
        members[count++] = rows[i];
      }
    }
    return members;
  }
}
