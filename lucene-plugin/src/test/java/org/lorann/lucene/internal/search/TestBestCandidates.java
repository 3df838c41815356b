// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestBestCandidates extends LuceneTestCase {

  private static float[] randomEstimates() {
    int range = randomIntBetween(1, 2000);
    float[] estimates = new float[randomIntBetween(0, 3000)];
    for (int i = 0; i < estimates.length; i++) {
      estimates[i] = randomIntBetween(-range, range) / 16f;
    }
    return estimates;
  }

  public void testKeepsTheGreatestEstimates() {
    float[] estimates = randomEstimates();
    int wanted = randomIntBetween(1, 400);
    BestCandidates candidates = new BestCandidates(wanted);
    float threshold = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < estimates.length; i++) {
      assertTrue("the threshold sinks", candidates.threshold() >= threshold);
      threshold = candidates.threshold();
      if (estimates[i] > threshold) {
        candidates.add(i, estimates[i]);
      }
    }
    int[] kept = candidates.ordinals();
    assertEquals(Math.min(wanted, estimates.length), kept.length);
    float[] keptEstimates = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      assertTrue("ascending and distinct", i == 0 || kept[i] > kept[i - 1]);
      keptEstimates[i] = estimates[kept[i]];
    }
    // Which of equals are kept is open.
    Arrays.sort(keptEstimates);
    Arrays.sort(estimates);
    assertArrayEquals(
        Arrays.copyOfRange(estimates, estimates.length - kept.length, estimates.length),
        keptEstimates,
        0f);
  }

  public void testAVectorAddedTwiceIsKeptOnce() {
    float[] estimates = randomEstimates();
    int wanted = randomIntBetween(1, 400);
    BestCandidates candidates = new BestCandidates(wanted);
    for (int i = 0; i < estimates.length; i++) {
      candidates.add(i, estimates[i]);
      if (random().nextBoolean()) {
        int earlier = random().nextInt(i + 1);
        candidates.add(earlier, estimates[earlier] - randomIntBetween(0, 10));
      }
    }
    int[] kept = candidates.ordinals();
    assertEquals(Math.min(wanted, estimates.length), kept.length);
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < kept.length; i++) {
      assertTrue("ascending and distinct", i == 0 || kept[i] > kept[i - 1]);
      least = Math.min(least, estimates[kept[i]]);
    }
    Arrays.sort(estimates);
    assertTrue(kept.length == 0 || least == estimates[estimates.length - kept.length]);
  }

  public void testOffersBelowTheThresholdDoNoHarm() {
    float[] estimates = randomEstimates();
    int wanted = randomIntBetween(1, 50);
    BestCandidates candidates = new BestCandidates(wanted);
    for (int i = 0; i < estimates.length; i++) {
      candidates.add(i, estimates[i]);
    }
    int[] kept = candidates.ordinals();
    float least = Float.POSITIVE_INFINITY;
    for (int ordinal : kept) {
      least = Math.min(least, estimates[ordinal]);
    }
    Arrays.sort(estimates);
    assertEquals(Math.min(wanted, estimates.length), kept.length);
    assertTrue(kept.length == 0 || least == estimates[estimates.length - kept.length]);
  }

  public void testManyMayBeWanted() {
    BestCandidates candidates = new BestCandidates(Integer.MAX_VALUE - SearchPlan.SPARE);
    for (int i = 0; i < 1000; i++) {
      candidates.add(i, -i);
    }
    assertEquals(1000, candidates.ordinals().length);
  }

  public void testKeysSortByEstimateThenOrdinal() {
    float[] estimates = {Float.NEGATIVE_INFINITY, -3, -1e-40f, 0, 1e-40f, 2, Float.MAX_VALUE};
    long previous = Long.MIN_VALUE;
    for (float estimate : estimates) {
      for (int ordinal : new int[] {0, 1, randomIntBetween(2, 1000), Integer.MAX_VALUE}) {
        long key = Candidates.key(ordinal, estimate);
        assertTrue(key > previous);
        assertEquals(ordinal, Candidates.ordinal(key));
        assertEquals(estimate, Candidates.estimate(key), 0f);
        previous = key;
      }
    }
  }
}
