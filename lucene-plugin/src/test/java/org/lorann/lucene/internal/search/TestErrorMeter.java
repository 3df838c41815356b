// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestErrorMeter extends LuceneTestCase {

  private static final float SPREAD = 2;

  private int most = ErrorMeter.SAMPLE;
  private float[] errors;
  private int[] asked;
  private float constant;

  private ErrorMeter measured(int vectors, int wanted, float deviation) throws IOException {
    constant = 100 * random().nextFloat();
    errors = new float[vectors];
    Floor floor = new Floor(vectors);
    for (int i = 0; i < vectors; i++) {
      errors[i] = deviation * (float) random().nextGaussian();
      floor.offer(i, random().nextFloat());
    }
    long[] keys = floor.keys();
    ErrorMeter meter =
        new ErrorMeter(
            ordinals -> {
              assertNull("asked twice", asked);
              asked = ordinals.clone();
              float[] scores = new float[Math.min(wanted, ordinals.length)];
              for (int i = 0; i < scores.length; i++) {
                long key = keys[keys.length - ordinals.length + i];
                assertEquals(Candidates.ordinal(key), ordinals[i]);
                scores[i] = constant + Candidates.estimate(key) + errors[ordinals[i]];
              }
              return scores;
            });
    meter.measure(floor, most);
    meter.measure(floor, most);
    return meter;
  }

  private double deviation(int[] ordinals) {
    double mean = Arrays.stream(ordinals).mapToDouble(i -> errors[i]).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(ordinals)
            .mapToDouble(i -> (errors[i] - mean) * (errors[i] - mean))
            .average()
            .orElseThrow());
  }

  public void testUnitFollowsTheDeviationOfErrors() throws IOException {
    int vectors = random().nextInt(8, 200);
    ErrorMeter meter = measured(vectors, Integer.MAX_VALUE, 0.1f + 5 * random().nextFloat());
    assertEquals(Math.min(64, vectors), asked.length);
    double error = deviation(asked);
    double expected = (2 + Math.sqrt(2)) / (2 / SPREAD + Math.sqrt(2) / error);
    assertEquals(expected, meter.unit(SPREAD), 1e-3 * expected);
    assertTrue(meter.unit(SPREAD) < ErrorMeter.greatestUnit(SPREAD));
  }

  public void testASmallSampleIsOfTheBest() throws IOException {
    most = ErrorMeter.SMALL_SAMPLE;
    ErrorMeter meter = measured(random().nextInt(16, 200), Integer.MAX_VALUE, 1);
    assertEquals(16, asked.length);
    assertTrue(meter.isKnown());
    double bias = constant + Arrays.stream(asked).mapToDouble(i -> errors[i]).average().orElse(0);
    assertEquals(bias, meter.bias(), 1e-3);
  }

  public void testNoBiasIfNothingIsKnown() throws IOException {
    ErrorMeter few = measured(7, Integer.MAX_VALUE, 1);
    assertFalse(few.isKnown());
    assertEquals(0, few.bias(), 0);
    asked = null;
    ErrorMeter infinite = measured(50, 50, Float.POSITIVE_INFINITY);
    assertFalse(infinite.isKnown());
    assertEquals(0, infinite.bias(), 0);
  }

  public void testGreatestUnitIsThatOfInfiniteErrors() throws IOException {
    ErrorMeter meter = measured(50, Integer.MAX_VALUE, 1e6f);
    assertEquals(ErrorMeter.greatestUnit(SPREAD), meter.unit(SPREAD), 1e-3);
  }

  public void testExactEstimatesLeaveAUnit() throws IOException {
    ErrorMeter meter = measured(50, Integer.MAX_VALUE, 0);
    assertTrue(meter.unit(SPREAD) > 0);
    assertTrue(meter.unit(SPREAD) < 0.1 * SPREAD);
  }

  public void testUnitIsTheSpreadIfNothingIsKnown() throws IOException {
    assertEquals(SPREAD, new ErrorMeter(ordinals -> new float[0]).unit(SPREAD), 1e-6);
    assertEquals(SPREAD, measured(7, Integer.MAX_VALUE, 1).unit(SPREAD), 1e-6);
    asked = null;
    assertEquals(SPREAD, measured(50, 7, 1).unit(SPREAD), 1e-6);
    asked = null;
    assertEquals(SPREAD, measured(50, 50, Float.POSITIVE_INFINITY).unit(SPREAD), 1e-6);
    asked = null;
    assertEquals(0, measured(50, 50, 1).unit(0), 0);
  }
}
