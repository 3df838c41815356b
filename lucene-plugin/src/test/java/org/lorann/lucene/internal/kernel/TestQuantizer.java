// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestQuantizer extends LuceneTestCase {

  /**
   * Half a step, and what rounding adds: a value is up to 127 steps, known to two roundings of
   * 2^-24 each, 1.5e-5 steps; an addition of 7.5 rounds as little.
   */
  private static final double HALF_A_STEP = 0.5 + 5e-5;

  private static int leastCode(Quantizer quantizer) {
    return quantizer == Quantizer.NIBBLES ? 0 : -127;
  }

  private static int greatestCode(Quantizer quantizer) {
    return quantizer == Quantizer.NIBBLES ? 15 : 127;
  }

  /** A step of any size that has a finite inverse. */
  private static float randomStep() {
    return (float) Math.pow(10, random().nextDouble() * 60 - 30);
  }

  public void testRoundTripIsWithinHalfAStepInsideTheRange() {
    for (Quantizer quantizer : Quantizer.values()) {
      float max = randomStep();
      float step = quantizer.fullRangeStep(max);
      for (int i = 0; i < 200; i++) {
        float value = max * (2 * random().nextFloat() - 1);
        float decoded = quantizer.decode(quantizer.encode(value, 1 / step), step);
        assertEquals(value, decoded, HALF_A_STEP * step);
      }
      for (float end : new float[] {-max, max}) {
        assertEquals(end, quantizer.decode(quantizer.encode(end, 1 / step), step), 1e-6 * max);
      }
    }
  }

  public void testEveryCodeSurvivesDecodingAndEncoding() {
    for (Quantizer quantizer : Quantizer.values()) {
      float step = randomStep();
      for (int code = leastCode(quantizer); code <= greatestCode(quantizer); code++) {
        assertEquals(code, quantizer.encode(quantizer.decode(code, step), 1 / step));
      }
    }
  }

  public void testValuesOutOfRangeGetTheNearestCode() {
    for (Quantizer quantizer : Quantizer.values()) {
      float step = quantizer.fullRangeStep(1);
      for (float beyond : new float[] {1.5f, 1e9f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
        assertEquals(greatestCode(quantizer), quantizer.encode(beyond, 1 / step));
        assertEquals(leastCode(quantizer), quantizer.encode(-beyond, 1 / step));
      }
    }
  }

  public void testStepAndItsInverseArePositiveAndFinite() {
    float[] scales = {
      0, Float.MIN_VALUE, 1e-42f, Float.MIN_NORMAL, 1e-36f, 1e-20f, 1, 1e20f, Float.MAX_VALUE
    };
    for (Quantizer quantizer : Quantizer.values()) {
      for (float scale : scales) {
        float[] values = new float[randomIntBetween(1, 50)];
        for (int i = 0; i < values.length; i++) {
          values[i] = scale * (2 * random().nextFloat() - 1);
        }
        values[random().nextInt(values.length)] = scale;
        float step = quantizer.step(values, 0, 1, values.length);
        assertTrue(quantizer + " " + scale, step > 0 && Float.isFinite(step));
        assertTrue(quantizer + " " + scale, Float.isFinite(1 / step));
      }
    }
  }

  /** They are noise beside anything else, and must not come back as something that is not. */
  public void testZeroAndTinyValuesStayTiny() {
    for (Quantizer quantizer : Quantizer.values()) {
      for (float scale : new float[] {0, Float.MIN_VALUE, 1e-41f, Float.MIN_NORMAL}) {
        float[] values = {scale, -scale, 0, scale};
        float step = quantizer.step(values, 0, 1, values.length);
        for (float value : values) {
          float decoded = quantizer.decode(quantizer.encode(value, 1 / step), step);
          assertEquals(quantizer + " " + scale, 0, decoded, 1e-30);
        }
      }
    }
  }

  /** Their squared errors overflow; nothing else does. */
  public void testHugeValuesSurvive() {
    for (Quantizer quantizer : Quantizer.values()) {
      float max = Float.MAX_VALUE / 2;
      float[] values = {max, -max, max / 3};
      float step = quantizer.step(values, 0, 1, values.length);
      for (float value : values) {
        double decoded = quantizer.decode(quantizer.encode(value, 1 / step), step);
        assertEquals(value, decoded, HALF_A_STEP * step);
      }
    }
  }

  public void testStepIsNoWorseThanTheFullRange() {
    for (Quantizer quantizer : Quantizer.values()) {
      float[] values = RandomData.gaussian(random(), randomIntBetween(1, 400));
      float scale = (float) Math.pow(10, random().nextDouble() * 20 - 10);
      float max = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] *= scale * (rarely() ? 5 : 1);
        max = Math.max(max, Math.abs(values[i]));
      }
      double error = squaredError(quantizer, values, quantizer.step(values, 0, 1, values.length));
      double fullRange = squaredError(quantizer, values, quantizer.fullRangeStep(max));
      // The sums that were compared are of up to 400 floats, each addition rounding by 2^-24.
      assertTrue(error + " > " + fullRange, error <= fullRange * (1 + 1e-4));
    }
  }

  private static double squaredError(Quantizer quantizer, float[] values, float step) {
    double sum = 0;
    for (float value : values) {
      double error = value - quantizer.decode(quantizer.encode(value, 1 / step), step);
      sum += error * error;
    }
    return sum;
  }

  public void testAnOutlierDoesNotSpoilSixteenLevels() {
    float[] values = RandomData.gaussian(random(), 1000);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], -3f, 3f);
    }
    values[random().nextInt(values.length)] = 6;
    // A range of r costs (6 - r)^2 for the outlier and 1,000 (r / 7.5)^2 / 12 for all others: 53 at
    // 6, 22 at 3 and 29 at 4.2.
    assertTrue(
        Quantizer.NIBBLES.step(values, 0, 1, values.length)
            < 0.75f * Quantizer.NIBBLES.fullRangeStep(6));
  }

  public void testStepOfAColumnIsThatOfItsValues() {
    int rows = randomIntBetween(1, 60);
    int columns = randomIntBetween(1, 20);
    float[] matrix = RandomData.gaussian(random(), rows * columns);
    int column = random().nextInt(columns);
    float[] copy = new float[rows];
    for (int i = 0; i < rows; i++) {
      copy[i] = matrix[i * columns + column];
    }
    for (Quantizer quantizer : Quantizer.values()) {
      assertEquals(
          quantizer.step(copy, 0, 1, rows), quantizer.step(matrix, column, columns, rows), 0f);
    }
  }

  public void testOfFindsTheQuantizerByItsBits() {
    for (Quantizer quantizer : Quantizer.values()) {
      assertSame(quantizer, Quantizer.of(quantizer.bits()));
    }
    for (int bits : new int[] {-1, 0, 1, 5, 7, 16}) {
      expectThrows(IllegalArgumentException.class, () -> Quantizer.of(bits));
    }
  }
}
