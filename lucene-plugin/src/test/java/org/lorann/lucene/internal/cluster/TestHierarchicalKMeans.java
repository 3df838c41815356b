// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestHierarchicalKMeans extends LuceneTestCase {

  private static float[] run(Points points, int k) throws IOException {
    return new HierarchicalKMeans(RandomData.splittable(random()), Objective.SERIAL).run(points, k);
  }

  public void testGivesAsManyCentroidsAsAskedFor() throws IOException {
    int size = randomIntBetween(1, 600);
    int dimension = randomIntBetween(1, 6);
    float[] values = RandomData.blobs(random(), size, dimension, 5, 0.2f);
    int k = randomIntBetween(1, size);
    float[] centroids = run(new Points(values, size, dimension), k);
    assertEquals(k * dimension, centroids.length);
    for (float value : centroids) {
      assertTrue(Float.isFinite(value));
    }
  }

  public void testIsNearlyAsGoodAsPlainKMeans() throws IOException {
    double hierarchical = 0;
    double plain = 0;
    // Both find local optima; over a few problems, luck evens out.
    for (int i = 0; i < 3; i++) {
      int size = 1000;
      int dimension = randomIntBetween(4, 10);
      // Many clusters to a blob: a blob missed by seeding would make plain k-means a poor measure.
      float[] values = RandomData.blobs(random(), size, dimension, 15, 0.3f);
      Points points = new Points(values, size, dimension);
      int k = randomIntBetween(60, 120);
      KMeans kMeans = new KMeans(points, k, RandomData.splittable(random()));
      plain += Objective.of(points, kMeans.run(12, Objective.SERIAL));
      hierarchical += Objective.of(points, run(points, k));
    }
    assertTrue(hierarchical + " against " + plain, hierarchical <= 1.1 * plain);
  }

  /** A split makes no progress with them; that must not go on for ever. */
  public void testManyEqualPoints() throws IOException {
    int size = randomIntBetween(200, 600);
    int dimension = randomIntBetween(1, 4);
    float[] values = RandomData.gaussian(random(), size * dimension);
    int equal = randomIntBetween(size / 2, size);
    for (int i = dimension; i < equal * dimension; i++) {
      values[i] = values[i % dimension];
    }
    int k = randomIntBetween(100, size);
    float[] centroids = run(new Points(values, size, dimension), k);
    assertEquals(k * dimension, centroids.length);
  }
}
