// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestSecondCentroids extends LuceneTestCase {

  private static SecondCentroids.Choice choose(float[] points, float[] centroids, int dimension) {
    NearestCentroids nearest =
        new NearestCentroids(centroids, centroids.length / dimension, dimension);
    return new SecondCentroids(nearest, centroids, dimension)
        .choose(points, points.length / dimension);
  }

  /** What the second centroid is chosen to make small, as written in the paper. */
  private static double loss(
      float[] points, int point, float[] centroids, int first, int second, int dimension) {
    double length = 0;
    double along = 0;
    double energy = 0;
    for (int i = 0; i < dimension; i++) {
      double r = points[point * dimension + i] - centroids[first * dimension + i];
      double t = points[point * dimension + i] - centroids[second * dimension + i];
      length += t * t;
      along += t * r;
      energy += r * r;
    }
    return (length + along * along / energy) / energy;
  }

  public void testChoosesTheLeastLossAmongFewCentroids() {
    int dimension = randomIntBetween(1, 20);
    int count = randomIntBetween(2, 8);
    float[] centroids = RandomData.gaussian(random(), count * dimension);
    float[] points = RandomData.gaussian(random(), randomIntBetween(1, 100) * dimension);
    SecondCentroids.Choice choice = choose(points, centroids, dimension);
    for (int i = 0; i < choice.first().length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < count; j++) {
        if (j != choice.first()[i]) {
          least = Math.min(least, loss(points, i, centroids, choice.first()[i], j, dimension));
        }
      }
      assertNotEquals(choice.first()[i], choice.second()[i]);
      double chosen = loss(points, i, centroids, choice.first()[i], choice.second()[i], dimension);
      assertEquals(least, chosen, 1e-3 * least);
      assertEquals(chosen, choice.losses()[i], 1e-3 * chosen);
    }
  }

  public void testPrefersAnotherDirectionToTheNextNearest() {
    // The residual to the first points right; the second lies on the far side of it, the third
    // across.
    float[] centroids = {0, 0, -0.5f, 0, 1, 2};
    SecondCentroids.Choice choice = choose(new float[] {1, 0}, centroids, 2);
    assertArrayEquals(new int[] {0}, choice.first());
    assertArrayEquals(new int[] {2}, choice.second());
  }

  public void testAPointOnItsCentroidHasNoSecond() {
    SecondCentroids.Choice choice = choose(new float[] {3, 4}, new float[] {3, 4, 5, 6}, 2);
    assertArrayEquals(new int[] {-1}, choice.second());
    assertEquals(Float.POSITIVE_INFINITY, choice.losses()[0], 0f);
  }

  public void testASingleCentroidHasNoSecond() {
    SecondCentroids.Choice choice = choose(new float[] {1, 2}, new float[] {3, 4}, 2);
    assertArrayEquals(new int[] {0}, choice.first());
    assertArrayEquals(new int[] {-1}, choice.second());
  }
}
