// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
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

  private NearestCentroids index() throws IOException {
    return NearestCentroids.of(
        centroids, count, dimension, RandomData.splittable(random()), Objective.SERIAL);
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

  public void testNearestIsTheFirstOfTheNearest() throws IOException {
    roundCoordinates();
    int[] nearest = new int[size];
    index().nearest(points, 0, size, 1, nearest);
    for (int i = 0; i < size; i++) {
      assertEquals(byDistance(i)[0], nearest[i]);
    }
  }

  public void testKNearestAreInOrder() throws IOException {
    roundCoordinates();
    int k = randomIntBetween(1, Math.min(count, 8));
    int[] nearest = new int[size * k];
    index().nearest(points, 0, size, k, nearest);
    for (int i = 0; i < size; i++) {
      assertArrayEquals(
          Arrays.copyOf(byDistance(i), k), Arrays.copyOfRange(nearest, i * k, (i + 1) * k));
    }
  }

  public void testNearestOfAnyPoints() throws IOException {
    int[] nearest = new int[size];
    index().nearest(points, 0, size, 1, nearest);
    for (int i = 0; i < size; i++) {
      // Scores of some twenty terms of at most 25 each: 500 * 20 roundings of 2^-24 is 6e-4.
      assertEquals(distance(i, byDistance(i)[0]), distance(i, nearest[i]), 1e-3);
    }
  }

  public void testOnlyTheRangeAskedForIsWritten() throws IOException {
    int from = random().nextInt(size);
    int length = randomIntBetween(0, size - from);
    NearestCentroids index = index();
    int[] all = new int[size];
    index.nearest(points, 0, size, 1, all);
    int[] part = new int[size];
    Arrays.fill(part, -1);
    index.nearest(points, from, length, 1, part);
    for (int i = 0; i < size; i++) {
      assertEquals(i >= from && i < from + length ? all[i] : -1, part[i]);
    }
  }

  /** With many centroids a point may get one that is nearly as near. */
  public void testManyCentroidsAreSearchedInGroups() throws IOException {
    count = randomIntBetween(1024, 2000);
    size = randomIntBetween(200, 400);
    dimension = randomIntBetween(2, 12);
    centroids = RandomData.blobs(random(), count, dimension, 40, 0.4f);
    points = RandomData.blobs(random(), size, dimension, 40, 0.4f);
    int k = randomIntBetween(1, 5);
    int[] nearest = new int[size * k];
    NearestCentroids index = index();
    assertEquals(count, index.count());
    index.nearest(points, 0, size, k, nearest);
    int found = 0;
    for (int i = 0; i < size; i++) {
      int[] list = Arrays.copyOfRange(nearest, i * k, (i + 1) * k);
      assertEquals("different ones", k, Arrays.stream(list).distinct().count());
      for (int j = 1; j < k; j++) {
        assertTrue("in order", distance(i, list[j - 1]) <= distance(i, list[j]) + 1e-3);
      }
      double best = distance(i, byDistance(i)[0]);
      found += distance(i, list[0]) <= best + 1e-3 ? 1 : 0;
    }
    assertTrue(found + " of " + size, found >= 0.9 * size);
    // What is found for a point does not depend on those beside it.
    int from = random().nextInt(size);
    int[] alone = new int[size * k];
    index.nearest(points, from, 1, k, alone);
    assertArrayEquals(
        Arrays.copyOfRange(nearest, from * k, (from + 1) * k),
        Arrays.copyOfRange(alone, from * k, (from + 1) * k));
  }

  public void testEqualCentroidsInGroups() throws IOException {
    count = 1500;
    size = 10;
    dimension = 3;
    centroids = new float[count * dimension];
    points = RandomData.gaussian(random(), size * dimension);
    int[] nearest = new int[size];
    index().nearest(points, 0, size, 1, nearest);
    for (int centroid : nearest) {
      assertTrue(centroid >= 0 && centroid < count);
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
