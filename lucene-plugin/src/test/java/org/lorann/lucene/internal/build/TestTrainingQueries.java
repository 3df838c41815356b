// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.cluster.Points;

public class TestTrainingQueries extends LuceneTestCase {

  private final int size = 60;
  private final int clusters = 7;
  private final int perPoint = 3;
  private int dimension;
  private Points points;
  private float[] shift;
  private float[] centroids;
  private int[] nearest;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    dimension = randomIntBetween(1, 12);
    points = new Points(RandomData.gaussian(random(), size * dimension), size, dimension);
    shift = RandomData.gaussian(random(), dimension);
    centroids = RandomData.gaussian(random(), clusters * dimension);
    nearest = new int[size * perPoint];
    for (int i = 0; i < size; i++) {
      int first = random().nextInt(clusters - perPoint);
      for (int j = 0; j < perPoint; j++) {
        nearest[i * perPoint + j] = first + j;
      }
    }
  }

  private float[] moment(int cluster, boolean euclidean) throws IOException {
    return new TrainingQueries(points, shift, nearest, perPoint, centroids, clusters, euclidean)
        .moment(cluster);
  }

  private boolean serves(int cluster, int point) {
    for (int j = 0; j < perPoint; j++) {
      if (nearest[point * perPoint + j] == cluster) {
        return true;
      }
    }
    return false;
  }

  public void testMomentIsAroundTheCentroidForEuclideanDistance() throws IOException {
    int cluster = random().nextInt(clusters);
    float[] moment = moment(cluster, true);
    for (int a = 0; a < dimension; a++) {
      for (int b = 0; b < dimension; b++) {
        double expected = 0;
        for (int i = 0; i < size; i++) {
          if (serves(cluster, i)) {
            expected += residual(i, cluster, a) * residual(i, cluster, b);
          }
        }
        // A sum of up to 60 products of numbers below ten.
        assertEquals(expected, moment[a * dimension + b], 1e-2);
      }
    }
  }

  private double residual(int point, int cluster, int coordinate) {
    return (double) points.values()[point * dimension + coordinate]
        + shift[coordinate]
        - centroids[cluster * dimension + coordinate];
  }

  public void testMomentHasNothingAlongTheCentroidForInnerProducts() throws IOException {
    int cluster = random().nextInt(clusters);
    float[] moment = moment(cluster, false);
    for (int a = 0; a < dimension; a++) {
      double along =
          RandomData.dot(moment, a * dimension, centroids, cluster * dimension, dimension);
      assertEquals(0, along, 1e-2);
    }
  }

  public void testAClusterWithoutQueriesHasAZeroMoment() throws IOException {
    // No list reaches the last cluster.
    assertArrayEquals(
        new float[dimension * dimension], moment(clusters - 1, random().nextBoolean()), 0f);
  }
}
