// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestNearestCentroids extends LuceneTestCase {

  private int count;
  private int size;
  private int dimension;
  private float[] points;
  private float[] centroids;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    // Scores are computed for 2^18 pairs at a time.
    boolean batches = rarely();
    count = batches ? randomIntBetween(500, 900) : randomIntBetween(1, 100);
    size = batches ? randomIntBetween(500, 1000) : randomIntBetween(1, 100);
    dimension = randomIntBetween(1, 20);
    points = RandomData.gaussian(random(), size * dimension);
    centroids = RandomData.gaussian(random(), count * dimension);
  }

  /** Makes all scores exact, and many of them equal. */
  private void roundCoordinates() {
    for (float[] values : new float[][] {points, centroids}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(2 * values[i]);
      }
    }
  }

  private double distance(int point, int centroid) {
    return RandomData.squareDistance(
        points, point * dimension, centroids, centroid * dimension, dimension);
  }

  private int[] byDistance(int point) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(centroid -> distance(point, centroid)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  public void testNearestIsTheFirstOfTheNearest() {
    roundCoordinates();
    int[] nearest = new int[size];
    new NearestCentroids(centroids, count, dimension).nearest(points, 0, size, nearest);
    for (int i = 0; i < size; i++) {
      assertEquals(byDistance(i)[0], nearest[i]);
    }
  }

  public void testKNearestAreInOrder() {
    roundCoordinates();
    int k = randomIntBetween(1, Math.min(count, 8));
    int[] nearest = new int[size * k];
    new NearestCentroids(centroids, count, dimension).nearest(points, 0, size, k, nearest);
    for (int i = 0; i < size; i++) {
      assertArrayEquals(
          Arrays.copyOf(byDistance(i), k), Arrays.copyOfRange(nearest, i * k, (i + 1) * k));
    }
  }

  public void testNearestOfAnyPoints() {
    int[] nearest = new int[size];
    new NearestCentroids(centroids, count, dimension).nearest(points, 0, size, nearest);
    for (int i = 0; i < size; i++) {
      // Scores of some twenty terms of at most 25 each: 500 * 20 roundings of 2^-24 is 6e-4.
      assertEquals(distance(i, byDistance(i)[0]), distance(i, nearest[i]), 1e-3);
    }
  }

  public void testOnlyTheRangeAskedForIsWritten() {
    int from = random().nextInt(size);
    int length = randomIntBetween(0, size - from);
    NearestCentroids index = new NearestCentroids(centroids, count, dimension);
    int[] all = new int[size];
    index.nearest(points, 0, size, all);
    int[] part = new int[size];
    Arrays.fill(part, -1);
    index.nearest(points, from, length, part);
    for (int i = 0; i < size; i++) {
      assertEquals(i >= from && i < from + length ? all[i] : -1, part[i]);
    }
  }

  public void testSizesCountAssignments() {
    int[] assignments = random().ints(size, 0, count).toArray();
    int[] sizes = NearestCentroids.sizes(assignments, count);
    assertEquals(count, sizes.length);
    for (int i = 0; i < count; i++) {
      int cluster = i;
      assertEquals(Arrays.stream(assignments).filter(a -> a == cluster).count(), sizes[i]);
    }
  }
}
