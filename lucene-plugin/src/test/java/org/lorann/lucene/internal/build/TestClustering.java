// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestClustering extends LuceneTestCase {

  private static int[] none(int size) {
    int[] second = new int[size];
    Arrays.fill(second, -1);
    return second;
  }

  public void testEveryOrdinalIsInOneClusterOfItsCentroid() {
    int centroids = randomIntBetween(1, 30);
    // Some centroids have nothing, some far more than a cluster holds.
    int used = randomIntBetween(1, centroids);
    int[] assignments = random().ints(randomIntBetween(0, 300), 0, used).toArray();
    int maxSize = randomIntBetween(1, 40);
    Clustering clustering =
        Clustering.of(
            new float[centroids],
            centroids,
            new Assignments(assignments, none(assignments.length)),
            maxSize);
    boolean[] seen = new boolean[assignments.length];
    for (int cluster = 0; cluster < clustering.count(); cluster++) {
      int start = clustering.starts()[cluster];
      for (int i = start; i < start + clustering.size(cluster); i++) {
        int ordinal = clustering.ordinals()[i];
        assertFalse("twice", seen[ordinal]);
        seen[ordinal] = true;
        assertEquals(clustering.owners()[cluster], assignments[ordinal]);
      }
    }
    for (boolean ordinal : seen) {
      assertTrue("never", ordinal);
    }
  }

  public void testClustersAreBoundedEvenAndNotEmpty() {
    int size = randomIntBetween(1, 500);
    int maxSize = randomIntBetween(1, 60);
    Clustering clustering =
        Clustering.of(new float[1], 1, new Assignments(new int[size], none(size)), maxSize);
    assertEquals(Math.ceilDiv(size, maxSize), clustering.count());
    int least = size / clustering.count();
    for (int i = 0; i < clustering.count(); i++) {
      assertTrue(clustering.size(i) >= 1 && clustering.size(i) <= maxSize);
      assertTrue(clustering.size(i) == least || clustering.size(i) == least + 1);
    }
  }

  public void testCentroidsWithoutVectorsAreDropped() {
    Assignments assignments = new Assignments(new int[] {3, 1, 3}, new int[] {-1, 3, -1});
    Clustering clustering = Clustering.of(new float[4], 4, assignments, 10);
    assertArrayEquals(new int[] {1, 3}, clustering.owners());
    assertArrayEquals(new int[] {0, 1, 4}, clustering.starts());
    assertArrayEquals(new int[] {1, 0, 1, 2}, clustering.ordinals());
  }
}
