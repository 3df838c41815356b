// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestClusterOrder extends LuceneTestCase {

  public void testHandsOutEveryClusterOnceByDescendingScore() {
    int count = randomIntBetween(0, 300);
    int range = randomIntBetween(1, 1000);
    // Scores beyond the count belong to padding and must not appear.
    float[] scores = new float[count + randomIntBetween(0, 40)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = i < count ? randomIntBetween(-range, range) : 1e9f;
    }
    ClusterOrder order = new ClusterOrder(scores, count);
    boolean[] seen = new boolean[count];
    float previous = Float.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      assertFalse(order.isEmpty());
      int cluster = order.next();
      assertFalse(seen[cluster]);
      seen[cluster] = true;
      assertTrue(scores[cluster] <= previous);
      previous = scores[cluster];
    }
    assertTrue(order.isEmpty());
  }

  public void testInfiniteScoresHaveTheirPlace() {
    float[] scores = {0, Float.NEGATIVE_INFINITY, -1, Float.POSITIVE_INFINITY, Float.MAX_VALUE};
    ClusterOrder order = new ClusterOrder(scores, scores.length);
    for (int expected : new int[] {3, 4, 0, 2, 1}) {
      assertEquals(expected, order.next());
    }
  }
}
