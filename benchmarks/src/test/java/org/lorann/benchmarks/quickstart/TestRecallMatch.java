// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import org.junit.Test;

public class TestRecallMatch {
  private static final int START = 10;
  private static final int LIMIT = 1000;

  @Test
  public void findsTheLeastEffort() throws IOException {
    for (int needed = START; needed <= LIMIT; needed++) {
      int enough = needed;
      int found = RecallMatch.leastEffort(0.9, START, LIMIT, k -> k >= enough ? 0.9 : 0.1);
      assertEquals(needed, found);
    }
  }

  @Test
  public void staysAtTheStartIfThatIsEnough() throws IOException {
    assertEquals(START, RecallMatch.leastEffort(0.9, START, LIMIT, k -> 1));
  }

  @Test
  public void stopsAtTheLimit() throws IOException {
    assertEquals(LIMIT, RecallMatch.leastEffort(0.9, START, LIMIT, k -> 0.5));
  }
}
