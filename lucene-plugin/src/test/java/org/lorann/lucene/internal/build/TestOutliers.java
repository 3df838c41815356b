// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestOutliers extends LuceneTestCase {

  private static double[] distances(int size, int outliers) {
    double[] distances = random().doubles(size, 0.5, 1.5).toArray();
    for (int i = 0; i < outliers; i++) {
      // In different places, as the step has no factor in common with the size.
      distances[(int) ((7919L * i + 3) % size)] = 1e3 + 1e9 * random().nextDouble();
    }
    return distances;
  }

  public void testOutliersDoNotRaiseTheLimit() {
    int size = randomIntBetween(256, 5_000);
    double limit = Outliers.limitOf(distances(size, randomIntBetween(0, size / 256)));
    assertEquals(36, limit, 3);
  }

  public void testWhatManyVectorsDoIsUsual() {
    double[] distances = distances(2_000, 40);
    assertTrue(Outliers.limitOf(distances) > 1e3);
  }

  public void testWithoutOutliers() {
    int size = randomIntBetween(256, 5_000);
    double[] distances = distances(size, randomIntBetween(0, size / 256));
    int[] ordinals = random().ints(size).toArray();
    assertArrayEquals(
        IntStream.range(0, size).filter(i -> distances[i] < 2).map(i -> ordinals[i]).toArray(),
        Outliers.without(ordinals, distances));
  }

  public void testAllVectorsIfManyAreFarAway() {
    // Twice as many as may be: the others' mean is hardly raised by half of them at a thousand.
    double[] distances = new double[1024];
    Arrays.fill(distances, 1);
    Arrays.fill(distances, 100, 108, 1e3);
    int[] ordinals = IntStream.range(0, 1024).toArray();
    assertTrue(Outliers.limitOf(distances) < 1e3);
    assertSame(ordinals, Outliers.without(ordinals, distances));
  }

  public void testTakesWhatIsBeyondTheLimitUntilThereAreTooMany() {
    int dimensions = randomIntBetween(1, 8);
    float[] points = RandomData.gaussian(random(), 10 * dimensions);
    Outliers outliers = new Outliers(4, 10, 17);
    assertFalse(outliers.take(4, points, 0, dimensions));
    assertFalse(outliers.take(Double.NaN, points, 0, dimensions));
    assertTrue(outliers.take(4.1, points, 5, dimensions));
    assertTrue(outliers.take(1e30, points, 0, dimensions));
    assertFalse(outliers.take(3, points, 1, dimensions));
    assertTrue(outliers.take(Double.POSITIVE_INFINITY, points, 9, dimensions));
    assertFalse(outliers.take(1e3, points, 2, dimensions));
    assertEquals(3, outliers.count());
    float[] centroids = RandomData.gaussian(random(), 2 * dimensions);
    float[] expected = Arrays.copyOf(centroids, 5 * dimensions);
    System.arraycopy(points, 5 * dimensions, expected, 2 * dimensions, dimensions);
    System.arraycopy(points, 0, expected, 3 * dimensions, dimensions);
    System.arraycopy(points, 9 * dimensions, expected, 4 * dimensions, dimensions);
    assertArrayEquals(expected, outliers.append(centroids), 0f);
  }

  public void testDoesNotTakeWhatOverflows() {
    Outliers outliers = new Outliers(1, 10, 10);
    assertFalse(outliers.take(Double.POSITIVE_INFINITY, new float[] {1, 1e20f, 1}, 0, 3));
    assertEquals(0, outliers.count());
  }

  public void testNoOutliersChangeNothing() {
    float[] centroids = RandomData.gaussian(random(), 12);
    assertSame(centroids, new Outliers(1, 1, 3).append(centroids));
  }
}
