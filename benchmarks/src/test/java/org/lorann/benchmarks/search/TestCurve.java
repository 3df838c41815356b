// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.lorann.benchmarks.measure.Latency;

public class TestCurve {
  private static final double EXACT = 1e-9;

  static Point point(String peer, String setting, double recall, double rate) {
    Work unknown = new Work(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    return new Point(peer, setting, 10, recall, unknown, new Latency(rate / 2, rate, 1000, 9000));
  }

  private static Curve curve(double... recallsAndRates) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < recallsAndRates.length; i += 2) {
      points.add(point("any", "" + i, recallsAndRates[i], recallsAndRates[i + 1]));
    }
    return Curve.of(points);
  }

  @Test
  public void pointsThatOthersBeatAreLeftOut() {
    Curve curve = curve(.99, 100, .90, 1000, .95, 50, .85, 900, .90, 800);
    assertEquals(List.of(.90, .99), curve.points().stream().map(Point::recall).toList());
    assertEquals(.99, curve.highestRecall(), 0);
  }

  @Test
  public void ratesAreInterpolatedByTheirLogarithm() {
    Curve curve = curve(.90, 1000, 1.0, 10);
    assertEquals(1000, curve.rateAt(.90).orElseThrow(), EXACT);
    assertEquals(100, curve.rateAt(.95).orElseThrow(), 1e-6);
    assertEquals(10, curve.rateAt(1).orElseThrow(), EXACT);
  }

  @Test
  public void aRecallBelowAllPointsHasTheRateOfTheFastest() {
    assertEquals(1000, curve(.97, 1000, .99, 10).rateAt(.90).orElseThrow(), EXACT);
  }

  @Test
  public void aRecallAboveAllPointsHasNone() {
    assertFalse(curve(.97, 1000).rateAt(.98).isPresent());
    Curve empty = Curve.of(List.of());
    assertFalse(empty.rateAt(.1).isPresent());
    assertEquals(0, empty.highestRecall(), 0);
  }

  @Test
  public void theNearestSettingReachesTheRecallIfAnyDoes() {
    Curve curve = curve(.90, 1000, .96, 500, .99, 100);
    assertEquals(.96, curve.nearest(.95).recall(), 0);
    assertEquals(.99, curve.nearest(.999).recall(), 0);
  }

  @Test
  public void ratiosAreRatesDivided() {
    Ratios ratios =
        new Ratios(
            "ours",
            List.of(
                point("ours", "", .90, 3000),
                point("ours", "", .96, 1000),
                point("theirs", "", .91, 1000),
                point("theirs", "", 1, 100)));
    assertEquals(List.of("ours", "theirs"), List.copyOf(ratios.curves().keySet()));
    assertEquals(3, ratios.ratio("theirs", .90).orElseThrow(), EXACT);
    assertEquals(1, ratios.ratio("ours", .95).orElseThrow(), EXACT);
    assertTrue("ours never gets there", ratios.ratio("theirs", .99).isEmpty());
    assertTrue("not there at all", ratios.ratio("nobody", .90).isEmpty());
  }
}
