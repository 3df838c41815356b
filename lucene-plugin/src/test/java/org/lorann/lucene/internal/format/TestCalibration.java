// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.format.Calibration.Limits;

public class TestCalibration extends LuceneTestCase {

  /** A table in which more neighbours and a higher recall always take more. */
  static Limits[][] randomTable() {
    Limits[][] table = new Limits[Calibration.DEPTHS.length][Calibration.RECALLS.length];
    float[] values = new float[4];
    for (int depth = 0; depth < table.length; depth++) {
      for (int i = 0; i < table[depth].length; i++) {
        for (int j = 0; j < values.length; j++) {
          float least = depth == 0 ? 0 : component(table[depth - 1][i], j);
          values[j] = Math.max(values[j], least) + random().nextFloat();
        }
        table[depth][i] = new Limits(values[0], values[1], values[2], values[3]);
      }
      values = new float[4];
    }
    return table;
  }

  private static float component(Limits limits, int j) {
    return switch (j) {
      case 0 -> limits.probeMargin();
      case 1 -> limits.rerankMargin();
      case 2 -> limits.visitRatio();
      default -> limits.rerank();
    };
  }

  private static void assertClose(Limits expected, Limits actual) {
    for (int j = 0; j < 4; j++) {
      // A few roundings on the way to a weight that should be a whole number.
      assertEquals(component(expected, j), component(actual, j), 1e-5);
    }
  }

  private static void assertNoLess(Limits less, Limits more) {
    for (int j = 0; j < 4; j++) {
      assertTrue(component(less, j) <= component(more, j) + 1e-5);
    }
  }

  private static double randomRecall() {
    return 0.01 + 0.989 * random().nextDouble();
  }

  public void testWrittenIsRead() throws IOException {
    Limits[][] table = randomTable();
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    new Calibration(table).write(out);
    Calibration read = Calibration.read(out.toDataInput());
    Calibration written = new Calibration(table);
    assertEquals(out.size(), out.toDataInput().length());
    for (int i = 0; i < 50; i++) {
      int k = randomIntBetween(1, 1000);
      double recall = randomRecall();
      assertEquals(written.limits(k, recall), read.limits(k, recall));
    }
  }

  public void testReadLeavesWhatFollows() throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    new Calibration(randomTable()).write(out);
    out.writeInt(12345);
    var in = out.toDataInput();
    Calibration.read(in);
    assertEquals(12345, in.readInt());
    assertEquals(out.size(), in.position());
  }

  /** The cheapest pair of limits for a recall may have one that is less than for a lower recall. */
  public void testMoreThanTheGreatestRecallTakesNoLess() {
    Limits[][] table = randomTable();
    for (Limits[] row : table) {
      for (int i = 0; i < row.length; i++) {
        float high = 8 + random().nextFloat();
        row[i] = i % 2 == 0 ? new Limits(high, 5, 0.5f, 50) : new Limits(7, 6, 0.4f, 60);
      }
    }
    Calibration calibration = new Calibration(table);
    double greatest = Calibration.RECALLS[Calibration.RECALLS.length - 1];
    double more = 1 - (1 - greatest) * Math.pow(10, -5 * random().nextDouble());
    assertNoLess(calibration.limits(10, greatest), calibration.limits(10, more));
    assertNoLess(calibration.limits(100, greatest), calibration.limits(100, more));
  }

  public void testTablePointsAreHit() {
    Limits[][] table = randomTable();
    Calibration calibration = new Calibration(table);
    for (int depth = 0; depth < table.length; depth++) {
      for (int i = 0; i < table[depth].length; i++) {
        assertClose(
            table[depth][i], calibration.limits(Calibration.DEPTHS[depth], Calibration.RECALLS[i]));
      }
    }
  }

  public void testHigherRecallTakesNoLess() {
    Calibration calibration = new Calibration(randomTable());
    int k = randomIntBetween(1, 1000);
    double last = 0.9999;
    double a = Math.min(last, randomRecall());
    double b = Math.min(last, a + (1 - a) * random().nextDouble());
    assertNoLess(calibration.limits(k, a), calibration.limits(k, b));
  }

  public void testMoreNeighborsTakeNoLess() {
    Calibration calibration = new Calibration(randomTable());
    double recall =
        Calibration.RECALLS[0]
            + random().nextDouble()
                * (Calibration.RECALLS[Calibration.RECALLS.length - 1] - Calibration.RECALLS[0]);
    int k = randomIntBetween(1, 300);
    assertNoLess(
        calibration.limits(k, recall), calibration.limits(k + randomIntBetween(0, 100), recall));
  }

  public void testBetweenTwoRecallsLimitsAreBetweenTheirs() {
    Limits[][] table = randomTable();
    Calibration calibration = new Calibration(table);
    int i = randomIntBetween(1, Calibration.RECALLS.length - 1);
    double from = Calibration.RECALLS[i - 1];
    double recall = from + random().nextDouble() * (Calibration.RECALLS[i] - from);
    Limits limits = calibration.limits(Calibration.DEPTHS[0], recall);
    assertNoLess(table[0][i - 1], limits);
    assertNoLess(limits, table[0][i]);
  }

  public void testBeyondTheDepthsTheNearestCounts() {
    Calibration calibration = new Calibration(randomTable());
    double recall = randomRecall();
    int least = Calibration.DEPTHS[0];
    int greatest = Calibration.DEPTHS[Calibration.DEPTHS.length - 1];
    assertEquals(
        calibration.limits(least, recall), calibration.limits(randomIntBetween(1, least), recall));
    assertEquals(
        calibration.limits(greatest, recall),
        calibration.limits(randomIntBetween(greatest, Integer.MAX_VALUE), recall));
  }

  public void testBelowTheRecallsTheFirstCounts() {
    Limits[][] table = randomTable();
    double recall = Calibration.RECALLS[0] * (1 - random().nextDouble());
    assertClose(table[0][0], new Calibration(table).limits(Calibration.DEPTHS[0], recall));
  }

  public void testExhaustiveSetsNoLimits() {
    Limits limits = Calibration.exhaustive().limits(randomIntBetween(1, 1000), randomRecall());
    assertEquals(Limits.NONE, limits);
  }
}
