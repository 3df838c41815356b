// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestNeighborList extends LuceneTestCase {

  public void testKeepsTheBestInDescendingOrderTheFirstOfEqualsFirst() {
    int capacity = randomIntBetween(1, 30);
    int range = randomIntBetween(1, 100);
    float[] scores = new float[randomIntBetween(0, 200)];
    NeighborList list = new NeighborList(capacity);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = randomIntBetween(-range, range);
      list.offer(i, scores[i]);
    }
    // The sort is stable.
    List<Integer> expected =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .limit(capacity)
            .toList();
    assertEquals(expected.size(), list.size());
    for (int i = 0; i < list.size(); i++) {
      assertEquals((int) expected.get(i), list.ordinal(i));
    }
  }

  public void testThresholdIsTheLeastScoreOfAFullList() {
    NeighborList list = new NeighborList(2);
    assertEquals(Float.NEGATIVE_INFINITY, list.threshold(), 0f);
    list.offer(0, 3);
    assertEquals(Float.NEGATIVE_INFINITY, list.threshold(), 0f);
    list.offer(1, 5);
    assertEquals(3, list.threshold(), 0f);
    list.offer(2, 4);
    assertEquals(4, list.threshold(), 0f);
  }

  public void testNaNIsNotTakenInPlaceOfAnything() {
    NeighborList list = new NeighborList(1);
    list.offer(0, -5);
    list.offer(1, Float.NaN);
    assertEquals(0, list.ordinal(0));
  }
}
