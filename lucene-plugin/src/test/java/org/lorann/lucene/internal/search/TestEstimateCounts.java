// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestEstimateCounts extends LuceneTestCase {

  public void testEveryEstimateIsCountedNearWhereItIs() {
    EstimateCounts counts = new EstimateCounts();
    int size = randomIntBetween(1, 1000);
    float least = Float.POSITIVE_INFINITY;
    double sum = 0;
    double tolerance = 0;
    for (int i = 0; i < size; i++) {
      float estimate = (float) (random().nextGaussian() * Math.exp(random().nextGaussian()));
      counts.add(estimate);
      least = Math.min(least, estimate);
      sum += estimate;
      tolerance += Math.abs(estimate) / 128;
    }
    int[] counted = {0};
    double[] values = {0};
    float[] last = {Float.NEGATIVE_INFINITY};
    // What an estimate is counted as may be less than it.
    counts.forEach(
        least - Math.abs(least) / 64,
        (estimate, count) -> {
          assertTrue("ascending", estimate > last[0]);
          last[0] = estimate;
          counted[0] += count;
          values[0] += (double) count * estimate;
        });
    assertEquals(size, counted[0]);
    assertEquals(sum, values[0], tolerance);
  }

  public void testLeavesOutWhatIsLess() {
    EstimateCounts counts = new EstimateCounts();
    counts.add(-3);
    counts.add(0.5f);
    counts.add(2);
    int[] counted = {0};
    counts.forEach(0, (estimate, count) -> counted[0] += count);
    assertEquals(2, counted[0]);
  }
}
