// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestKMeans extends LuceneTestCase {

  private static Points randomPoints(int most) {
    int size = randomIntBetween(1, most);
    int dimension = randomIntBetween(1, 12);
    return new Points(
        RandomData.blobs(random(), size, dimension, randomIntBetween(1, 10), 0.3f),
        size,
        dimension);
  }

  private static float[] run(Points points, int k, int iterations) throws IOException {
    return new KMeans(points, k, RandomData.splittable(random())).run(iterations, Objective.SERIAL);
  }

  private static float[] refine(Points points, float[] centroids, int iterations)
      throws IOException {
    return KMeans.refine(
        points,
        centroids,
        centroids.length / points.dimension(),
        iterations,
        RandomData.splittable(random()),
        Objective.SERIAL);
  }

  /** Empty clusters included: what replaces them can only be nearer to something. */
  public void testObjectiveNeverIncreases() throws IOException {
    Points points = randomPoints(300);
    int k = randomIntBetween(1, points.size());
    float[] centroids = RandomData.gaussian(random(), k * points.dimension());
    double objective = Objective.of(points, centroids);
    for (int i = 0; i < 10; i++) {
      centroids = refine(points, centroids, 1);
      double next = Objective.of(points, centroids);
      // Means are rounded to floats, and so are the distances that assignments go by: a squared
      // distance of up to some hundreds is known to 1e-4 for each of the points.
      assertTrue(next + " > " + objective, next <= objective + 1e-4 * points.size());
      objective = next;
    }
  }

  public void testIterationsImproveOnTheSeeds() throws IOException {
    Points points = randomPoints(300);
    int k = randomIntBetween(1, points.size());
    long seed = random().nextLong();
    double[] objectives = new double[2];
    for (int i = 0; i < 2; i++) {
      float[] centroids =
          new KMeans(points, k, new SplittableRandom(seed)).run(20 * i, Objective.SERIAL);
      assertEquals(k * points.dimension(), centroids.length);
      objectives[i] = Objective.of(points, centroids);
    }
    assertTrue(objectives[1] <= objectives[0] + 1e-4 * points.size());
  }

  public void testOneClusterIsTheMean() throws IOException {
    Points points = randomPoints(300);
    float[] centroid = run(points, 1, 1);
    for (int j = 0; j < points.dimension(); j++) {
      double sum = 0;
      for (int i = 0; i < points.size(); i++) {
        sum += points.values()[i * points.dimension() + j];
      }
      // 300 additions of numbers below ten round to 300 * 3000 * 2^-24 / 300 at worst.
      assertEquals(sum / points.size(), centroid[j], 2e-4);
    }
  }

  public void testAsManyClustersAsPointsHitThemAll() throws IOException {
    Points points = randomPoints(60);
    float[] centroids = run(points, points.size(), 5);
    // Points nearer to each other than the rounding of scores of up to 100 may come to share one.
    assertEquals(0, Objective.of(points, centroids), 1e-5 * points.size());
  }

  public void testEqualPointsGiveThatPoint() throws IOException {
    int size = randomIntBetween(1, 50);
    float[] point = RandomData.gaussian(random(), randomIntBetween(1, 8));
    float[] values = new float[size * point.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = point[i % point.length];
    }
    int k = randomIntBetween(1, size);
    float[] centroids = run(new Points(values, size, point.length), k, 5);
    assertEquals(k * point.length, centroids.length);
    for (int i = 0; i < centroids.length; i++) {
      // A mean of up to 50 equal numbers, added one by one.
      assertEquals(point[i % point.length], centroids[i], 1e-5);
    }
  }

  public void testAnEmptyClusterTakesAMemberOfTheLargest() throws IOException {
    int large = randomIntBetween(20, 50);
    int small = randomIntBetween(1, 19);
    float[] values = RandomData.gaussian(random(), large + small);
    for (int i = 0; i < small; i++) {
      values[i] += 100;
    }
    float[] centroids = new float[3];
    int empty = random().nextInt(3);
    centroids[empty] = 1e6f;
    centroids[(empty + 1 + random().nextInt(2)) % 3] = 100;
    centroids = refine(new Points(values, large + small, 1), centroids, 1);
    float[] members = Arrays.copyOfRange(values, small, values.length);
    Arrays.sort(members);
    assertTrue(Arrays.binarySearch(members, centroids[empty]) >= 0);
  }

  public void testNoClusterStaysEmptyAmongDistinctPoints() throws IOException {
    int size = randomIntBetween(10, 200);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    Points points = new Points(values, size, 1);
    int k = randomIntBetween(2, size / 5);
    // All but one begin where there is nothing.
    float[] centroids = new float[k];
    Arrays.fill(centroids, 1, k, -1e6f);
    // Every iteration mends some; those that drew the same point are mended by the next.
    centroids = refine(points, centroids, 50);
    int[] assignments =
        KMeans.assign(points, centroids, k, RandomData.splittable(random()), Objective.SERIAL);
    for (int clusterSize : NearestCentroids.sizes(assignments, k)) {
      assertTrue(clusterSize > 0);
    }
  }

  public void testSameSeedGivesTheSameClusters() throws IOException {
    Points points = randomPoints(200);
    int k = randomIntBetween(1, points.size());
    long seed = random().nextLong();
    float[][] results = new float[2][];
    for (int i = 0; i < 2; i++) {
      results[i] = new KMeans(points, k, new SplittableRandom(seed)).run(5, Objective.SERIAL);
    }
    assertArrayEquals(results[0], results[1], 0f);
  }
}
