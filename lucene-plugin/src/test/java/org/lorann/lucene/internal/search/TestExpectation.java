// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestExpectation extends LuceneTestCase {

  private static final int BINS = 64;
  private static final double WIDTH = 0.125;
  private static final double USUAL_RATE = 2;

  private double[] places;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    places = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      places[i] = random().nextInt(3) == 0 ? 0 : random().nextInt(1, 1000);
    }
    places[0] = 500;
  }

  private Expectation expectation(double confidence) {
    Expectation expectation = new Expectation(BINS, WIDTH, USUAL_RATE, confidence);
    for (int i = 0; i < BINS; i++) {
      if (places[i] > 0) {
        expectation.add(i, places[i]);
      }
    }
    expectation.begin();
    return expectation;
  }

  private double expected(int from, double rate) {
    double sum = 0;
    for (int i = from; i < BINS; i++) {
      sum += places[i] * Math.exp(-rate * (i + 0.5) * WIDTH);
    }
    return sum;
  }

  public void testTheShareLeftIsThatOfThePlacesNotSeen() {
    Expectation expectation = expectation(1);
    assertEquals(1, expectation.left(1), 0);
    for (int i = 0; i < BINS; i++) {
      expectation.see(i, places[i]);
      double left = expected(i + 1, USUAL_RATE) / expected(0, USUAL_RATE);
      assertEquals(left, expectation.left(1), 2e-6);
    }
    assertTrue("never nothing, of which there is no logarithm", expectation.left(1) > 0);
  }

  public void testWhatWasSeenInVainCountsForLess() {
    Expectation expectation = expectation(1);
    for (int i = 0; i < BINS / 2; i++) {
      expectation.see(i, places[i]);
    }
    double left = expectation.left(1);
    double worth = random().nextDouble();
    assertEquals(left / (left + worth * (1 - left)), expectation.left(worth), 1e-4);
    assertEquals(1, expectation.left(0), 0);
  }

  public void testLearnsTheRateThatNeighboursWereFoundAt() {
    double rate = USUAL_RATE * (0.5 + 1.5 * random().nextDouble());
    Expectation expectation = expectation(1);
    int seen = BINS / 2;
    double distances = 0;
    double all = expected(0, rate) - expected(seen, rate);
    int neighbors = 10_000;
    for (int i = 0; i < seen; i++) {
      expectation.see(i, places[i]);
      double share = places[i] * Math.exp(-rate * (i + 0.5) * WIDTH) / all;
      distances += neighbors * share * expectation.distance(i);
    }
    // Each lesson takes a few of Newton's steps only.
    for (int i = 0; i < 5; i++) {
      expectation.learn(neighbors, distances);
    }
    double left = expected(seen, rate) / expected(0, rate);
    assertEquals(left, expectation.left(1), 0.02 * left + 2e-6);
  }

  public void testNeighboursFarAwayMakeItExpectMore() {
    int seen = BINS / 2;
    int neighbors = random().nextInt(1, 20);
    double confidence = 1 + 20 * random().nextDouble();
    double last = 0;
    for (int where = 0; where < seen; where += 4) {
      Expectation expectation = expectation(confidence);
      for (int i = 0; i < seen; i++) {
        expectation.see(i, places[i]);
      }
      expectation.learn(neighbors, neighbors * expectation.distance(where));
      double left = expectation.left(1);
      assertTrue(left + " after " + last, left >= last);
      last = left;
    }
  }

  public void testLearnsNothingFromNothing() {
    Expectation expectation = expectation(1);
    expectation.learn(0, 0);
    assertEquals(1, expectation.left(1), 0);
    expectation.see(0, places[0]);
    expectation.learn(0, 0);
    double left = expected(1, USUAL_RATE) / expected(0, USUAL_RATE);
    assertEquals(left, expectation.left(1), 1e-6);
  }

  public void testRemainsFiniteWhereAllNeighboursAreInOnePlace() {
    Expectation expectation = expectation(0.01);
    expectation.see(0, places[0]);
    for (int i = 0; i < 20; i++) {
      expectation.learn(1000, 1000 * expectation.distance(random().nextInt(BINS)));
      double left = expectation.left(1);
      assertTrue("" + left, left > 0 && left <= 1);
    }
  }
}
