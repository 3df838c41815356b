// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestSharedFloor extends LuceneTestCase {

  private int k;
  private float[] similarities;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    k = random().nextInt(1, 50);
    similarities = new float[random().nextInt(0, 500)];
    for (int i = 0; i < similarities.length; i++) {
      similarities[i] = random().nextFloat(-10, 10);
    }
  }

  /** Some more than k are kept, as of a search of one segment. */
  private float naive(int count) {
    int floor = k + SearchPlan.SPARE;
    if (count < floor) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] sorted = Arrays.copyOf(similarities, count);
    Arrays.sort(sorted);
    return sorted[count - floor];
  }

  public void testIsTheLeastOfTheBest() {
    SharedFloor floor = new SharedFloor(k);
    assertEquals(k, floor.k());
    for (int i = 0; i < similarities.length; i++) {
      assertEquals(naive(i), floor.value(), 0);
      floor.offer(i, similarities[i]);
      int again = random().nextInt(i + 1);
      floor.offer(again, similarities[again] - random().nextFloat());
    }
    assertEquals(naive(similarities.length), floor.value(), 0);
  }

  public void testSeveralThreads() throws InterruptedException {
    SharedFloor floor = new SharedFloor(k);
    CountDownLatch start = new CountDownLatch(1);
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      int first = i;
      threads[i] =
          new Thread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                float before = floor.value();
                for (int j = first; j < similarities.length; j += threads.length) {
                  floor.offer(j, similarities[j]);
                  assertTrue("sinks", floor.value() >= before);
                  before = floor.value();
                }
              });
      threads[i].start();
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(naive(similarities.length), floor.value(), 0);
  }

  /** Segments that scale their estimates differently agree on what is better. */
  public void testSegmentsOfDifferentScales() throws Exception {
    int size = random().nextInt(40, 100);
    try (OpenSegment a = new OpenSegment(size, 1);
        OpenSegment b = new OpenSegment(size, 50)) {
      SharedFloor floor = new SharedFloor(1);
      FloorShare shareOfA = a.share(floor, 0);
      FloorShare shareOfB = b.share(floor, size);
      assertFalse(shareOfA.isKnown());
      assertEquals(Float.NEGATIVE_INFINITY, shareOfB.value(), 0);
      float[] similarities = new float[9];
      for (int i = 0; i < similarities.length; i++) {
        similarities[i] = random().nextFloat();
        boolean first = random().nextBoolean();
        EstimateScale scale = first ? a.scale : b.scale;
        (first ? shareOfA : shareOfB).offer(i, scale.estimate(similarities[i]));
      }
      float least = (float) IntStream.range(0, 9).mapToDouble(i -> similarities[i]).min().orElse(0);
      assertTrue(shareOfB.isKnown());
      assertEquals(least, floor.value(), 1e-5);
      assertEquals(a.scale.estimate(least), shareOfA.value(), 1e-4 * a.scale.estimate(1));
      assertEquals(b.scale.estimate(least), shareOfB.value(), 1e-4 * b.scale.estimate(1));
    }
  }

  /** Nor do vectors that are estimated with an error of the same sign. */
  public void testBiasIsTakenOut() throws Exception {
    try (OpenSegment segment = new OpenSegment(50, 1)) {
      Floor best = new Floor(16);
      for (int i = 0; i < 16; i++) {
        best.offer(i, i);
      }
      float bias = random().nextFloat(-3, 3);
      ErrorMeter errors =
          new ErrorMeter(
              ordinals -> {
                float[] scores = new float[ordinals.length];
                for (int i = 0; i < scores.length; i++) {
                  scores[i] = ordinals[i] + bias;
                }
                return scores;
              });
      errors.measure(best, ErrorMeter.SMALL_SAMPLE);
      assertEquals(bias, errors.bias(), 1e-4);
      SharedFloor floor = new SharedFloor(1);
      FloorShare share = new FloorShare(floor, 0, segment.scale, errors, false);
      for (int i = 0; i < 9; i++) {
        share.offer(i, 5);
      }
      assertEquals(segment.scale.similarity(5 + bias), floor.value(), 1e-4);
      assertEquals(5, share.value(), 1e-3);
    }
  }
}
