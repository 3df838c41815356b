// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestLazyOrder extends LuceneTestCase {

  private float[] distances;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    distances = new float[randomIntBetween(0, 500)];
    float scale = (float) Math.pow(10, randomIntBetween(-8, 8));
    float origin = random().nextBoolean() ? 0 : (random().nextFloat() - 0.5f) * 1000;
    boolean skewed = random().nextBoolean();
    for (int i = 0; i < distances.length; i++) {
      float distance = (float) random().nextGaussian();
      // A few may be much further away than all others, and some as far as each other.
      distance = skewed ? (float) Math.exp(4 * distance) : Math.round(distance * 64) / 64f;
      distances[i] = origin + scale * distance;
    }
  }

  private int leaveOutSome() {
    int left = 0;
    for (int i = 0; i < distances.length; i++) {
      if (random().nextInt(4) == 0) {
        distances[i] = Float.POSITIVE_INFINITY;
      } else {
        left++;
      }
    }
    return left;
  }

  public void testAscendingAndComplete() {
    int left = leaveOutSome();
    LazyOrder order = new LazyOrder(distances);
    boolean[] seen = new boolean[distances.length];
    float previous = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < left; i++) {
      int cluster = order.next(Float.POSITIVE_INFINITY);
      assertFalse(seen[cluster]);
      seen[cluster] = true;
      assertTrue(distances[cluster] >= previous);
      previous = distances[cluster];
    }
    assertTrue(previous < Float.POSITIVE_INFINITY);
    assertEquals(-1, order.next(Float.POSITIVE_INFINITY));
  }

  public void testAllUpToTheLimit() {
    assumeTrue("nothing to look for", distances.length > 0);
    float limit = distances[random().nextInt(distances.length)];
    LazyOrder order = new LazyOrder(distances);
    boolean[] seen = new boolean[distances.length];
    for (int cluster = order.next(limit); cluster >= 0; cluster = order.next(limit)) {
      seen[cluster] = true;
    }
    for (int i = 0; i < distances.length; i++) {
      assertTrue(distances[i] + " of " + limit, seen[i] || distances[i] > limit);
    }
  }

  public void testAWiderLimitGoesOn() {
    LazyOrder order = new LazyOrder(distances);
    int found = 0;
    for (float distance : distances) {
      while (order.next(distance) >= 0) {
        found++;
      }
    }
    while (order.next(Float.POSITIVE_INFINITY) >= 0) {
      found++;
    }
    assertEquals(distances.length, found);
  }

  /** As they are before anything is known. */
  public void testAllInfinitelyNear() {
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Float.NEGATIVE_INFINITY;
    }
    LazyOrder order = new LazyOrder(distances);
    for (int i = 0; i < distances.length; i++) {
      assertTrue(order.next(Float.NaN) >= 0);
    }
    assertEquals(-1, order.next(Float.NaN));
  }
}
