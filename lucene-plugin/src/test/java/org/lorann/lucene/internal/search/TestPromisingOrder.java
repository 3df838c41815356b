// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestPromisingOrder extends LuceneTestCase {

  private float[] scores;
  private float[] radii;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    radii = new float[randomIntBetween(1, 200)];
    // Scores beyond the last cluster belong to padding and must not appear.
    scores = new float[radii.length + randomIntBetween(0, 40)];
    Arrays.fill(scores, 1e9f);
    for (int i = 0; i < radii.length; i++) {
      scores[i] = randomIntBetween(-500, 500);
      radii[i] = randomIntBetween(1, 64) / 16f;
    }
  }

  public void testFirstByScoreThenOthersByDistanceInRadii() {
    PromisingOrder order = new PromisingOrder(scores, radii);
    boolean[] seen = new boolean[radii.length];
    float best = Float.NEGATIVE_INFINITY;
    float previous = Float.POSITIVE_INFINITY;
    float deviation = randomIntBetween(1, 8);
    int firsts = randomIntBetween(0, radii.length);
    for (int i = 0; i < firsts; i++) {
      int cluster = order.nextFirst();
      assertFalse(seen[cluster]);
      seen[cluster] = true;
      assertTrue(scores[cluster] <= previous);
      previous = scores[cluster];
      best = Math.max(best, scores[cluster] + 2 * deviation * radii[cluster]);
    }
    OtherClusters others = order.others(deviation);
    float distance = Float.NEGATIVE_INFINITY;
    for (int i = firsts; i < radii.length; i++) {
      // Without a floor none is left out.
      int cluster = others.next(Float.NEGATIVE_INFINITY, 0);
      assertFalse(seen[cluster]);
      seen[cluster] = true;
      if (firsts > 0) {
        float next = (best - scores[cluster]) / radii[cluster];
        assertTrue(next >= distance);
        distance = next;
      }
    }
    assertEquals(-1, others.next(Float.NEGATIVE_INFINITY, 0));
  }

  public void testAllFirst() {
    PromisingOrder order = new PromisingOrder(scores, radii);
    for (int i = 0; i < radii.length; i++) {
      assertTrue(order.nextFirst() >= 0);
    }
    assertEquals(-1, order.nextFirst());
    assertEquals(-1, order.others(1).next(Float.NEGATIVE_INFINITY, 0));
  }

  public void testOthersTooFarBehindTheFloorAreLeftOut() {
    PromisingOrder order = new PromisingOrder(scores, radii);
    int first = order.nextFirst();
    // Powers of two and integers, so that the comparison is exact.
    float deviation = 1 << randomIntBetween(0, 3);
    float floor = randomIntBetween(-600, 600);
    float margin = randomIntBetween(0, 300);
    boolean[] expected = new boolean[radii.length];
    for (int i = 0; i < radii.length; i++) {
      expected[i] = i != first && (scores[i] - floor) / radii[i] >= -margin * deviation;
    }
    OtherClusters others = order.others(deviation);
    for (int cluster = others.next(floor, margin);
        cluster >= 0;
        cluster = others.next(floor, margin)) {
      assertTrue(expected[cluster]);
      expected[cluster] = false;
    }
    for (boolean missing : expected) {
      assertFalse(missing);
    }
  }

  public void testAFloorThatRisesLeavesOutMore() {
    PromisingOrder order = new PromisingOrder(scores, radii);
    int first = order.nextFirst();
    OtherClusters others = order.others(1);
    float floor = -600;
    float margin = randomIntBetween(0, 100);
    int rise = randomIntBetween(0, 40);
    boolean[] seen = new boolean[radii.length];
    int cluster = others.next(floor, margin);
    while (cluster >= 0) {
      assertTrue((floor - scores[cluster]) / radii[cluster] <= margin);
      assertFalse(seen[cluster]);
      seen[cluster] = true;
      floor += rise;
      cluster = others.next(floor, margin);
    }
    for (int i = 0; i < radii.length; i++) {
      boolean tooFar = (floor - scores[i]) / radii[i] > margin;
      assertTrue("what was left out was too far behind", i == first || seen[i] || tooFar);
    }
  }
}
