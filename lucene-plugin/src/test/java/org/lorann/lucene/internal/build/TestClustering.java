// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestClustering extends LuceneTestCase {

  public void testClustersCoverTheVectorsOfTheirCentroids() {
    int centroids = randomIntBetween(1, 30);
    int maxSize = randomIntBetween(1, 40);
    // Some centroids have nothing, some far more than a cluster holds.
    int[] sizes = random().ints(centroids, 0, 3 * maxSize).toArray();
    Clustering clustering = Clustering.of(new float[centroids], 1, sizes, maxSize);
    int[] covered = new int[centroids];
    int start = 0;
    for (int cluster = 0; cluster < clustering.count(); cluster++) {
      assertEquals(start, clustering.starts()[cluster]);
      assertTrue(clustering.size(cluster) >= 1 && clustering.size(cluster) <= maxSize);
      covered[clustering.owners()[cluster]] += clustering.size(cluster);
      start += clustering.size(cluster);
    }
    assertArrayEquals(sizes, covered);
    assertEquals(start, clustering.starts()[clustering.count()]);
  }

  public void testClustersOfACentroidAreOfEvenSizes() {
    int size = randomIntBetween(1, 500);
    int maxSize = randomIntBetween(1, 60);
    Clustering clustering = Clustering.of(new float[1], 1, new int[] {size}, maxSize);
    assertEquals(Math.ceilDiv(size, maxSize), clustering.count());
    int least = size / clustering.count();
    for (int i = 0; i < clustering.count(); i++) {
      assertTrue(clustering.size(i) == least || clustering.size(i) == least + 1);
    }
  }

  public void testCentroidsWithoutVectorsAreDropped() {
    float[] centroids = RandomData.gaussian(random(), 4 * 2);
    Clustering clustering = Clustering.of(centroids, 2, new int[] {0, 1, 0, 2}, 10);
    assertArrayEquals(new int[] {1, 3}, clustering.owners());
    assertArrayEquals(new int[] {0, 1, 3}, clustering.starts());
    assertArrayEquals(new float[] {centroids[6], centroids[7]}, clustering.centroid(1), 0f);
  }

  public void testWindowsHaveABoundedNumberOfVectors() {
    int[] sizes = random().ints(randomIntBetween(1, 30), 1, 20).toArray();
    Clustering clustering = Clustering.of(new float[sizes.length], 1, sizes, 20);
    int bound = randomIntBetween(1, 50);
    for (int from = 0, to; from < clustering.count(); from = to) {
      to = clustering.end(from, bound);
      int vectors = clustering.starts()[to] - clustering.starts()[from];
      assertTrue(to == from + 1 || vectors <= bound);
      assertTrue(to == clustering.count() || vectors + clustering.size(to) > bound);
    }
  }
}
