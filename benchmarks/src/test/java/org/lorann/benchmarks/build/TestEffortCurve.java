// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class TestEffortCurve {
  private static final double EXACT = 1e-9;

  private final EffortCurve curve =
      new EffortCurve(List.of(new Effort(10, .5), new Effort(100, .7), new Effort(1000, .8)));

  @Test
  public void recallIsLinearInTheLogarithmOfTheVisits() {
    assertEquals(.5, curve.recallAt(10), EXACT);
    assertEquals(.6, curve.recallAt(Math.sqrt(1000)), EXACT);
    assertEquals(.7, curve.recallAt(100), EXACT);
    assertEquals(.75, curve.recallAt(Math.sqrt(100_000)), EXACT);
  }

  @Test
  public void moreVisitsThanTheMostFindNoMore() {
    assertEquals(.8, curve.recallAt(1000), EXACT);
    assertEquals(.8, curve.recallAt(5000), EXACT);
  }

  @Test
  public void nothingIsKnownOfFewerVisitsThanTheFewest() {
    assertEquals(Double.NaN, curve.recallAt(9), EXACT);
  }
}
