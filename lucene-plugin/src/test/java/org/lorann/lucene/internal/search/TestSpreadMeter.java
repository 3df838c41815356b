// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestSpreadMeter extends LuceneTestCase {

  public void testSpreadIsTheStandardDeviationWithinClusters() {
    SpreadMeter meter = new SpreadMeter();
    assertEquals(0, meter.spread(), 0f);
    double squares = 0;
    double radiusSquares = 0;
    int vectors = 0;
    for (int cluster = 0; cluster < 4; cluster++) {
      assertFalse(meter.isComplete());
      int size = randomIntBetween(1, 600);
      float[] estimates = RandomData.gaussian(random(), size + randomIntBetween(0, 40));
      // Where the cluster lies does not matter, nor does what stands behind its end.
      float center = (float) (100 * random().nextGaussian());
      double mean = 0;
      for (int i = 0; i < estimates.length; i++) {
        estimates[i] = i < size ? center + estimates[i] : 1e9f;
        mean += i < size ? estimates[i] / (double) size : 0;
      }
      for (int i = 0; i < size; i++) {
        squares += (estimates[i] - mean) * (estimates[i] - mean);
      }
      vectors += size;
      float radius = 0.1f + random().nextFloat();
      radiusSquares += (double) size * radius * radius;
      meter.add(estimates, size, radius);
      double expected = Math.sqrt(squares / vectors);
      // Sums of up to 600 squares in floats, 600 * 2^-24, of numbers a few spreads from an origin.
      assertEquals(expected, meter.spread(), 1e-3 * expected + 1e-6);
      double perRadius = Math.sqrt(squares / radiusSquares);
      assertEquals(perRadius, meter.perRadius(), 1e-3 * perRadius + 1e-6);
    }
    assertTrue(meter.isComplete());
  }

  public void testEqualEstimatesHaveNoSpread() {
    SpreadMeter meter = new SpreadMeter();
    float[] estimates = new float[randomIntBetween(1, 100)];
    Arrays.fill(estimates, (float) random().nextGaussian() * 1e6f);
    meter.add(estimates, estimates.length, 1);
    assertEquals(0, meter.spread(), 0f);
    assertEquals(0, meter.perRadius(), 0f);
  }
}
