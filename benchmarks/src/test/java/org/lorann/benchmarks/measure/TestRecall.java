// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class TestRecall {
  private static final double EXACT = 0;

  @Test
  public void countsTrueRowsInAnyOrder() {
    assertEquals(1, Recall.of(new int[] {7, 3, 5}, new int[] {5, 7, 3}), EXACT);
    assertEquals(0.5, Recall.of(new int[] {7, 3, 5, 1}, new int[] {5, 9, 3, 8}), EXACT);
    assertEquals(0, Recall.of(new int[] {7}, new int[] {8}), EXACT);
  }

  @Test
  public void missingAnswersCountAsMisses() {
    assertEquals(0.25, Recall.of(new int[] {1, 2, 3, 4}, new int[] {4}), EXACT);
    assertEquals(0, Recall.of(new int[] {1, 2}, new int[0]), EXACT);
  }

  @Test
  public void aRowReturnedTwiceCountsOnce() {
    assertEquals(0.5, Recall.of(new int[] {1, 2}, new int[] {1, 1}), EXACT);
  }

  @Test
  public void meanIsOverQueries() {
    int[][] truth = {{1, 2}, {3, 4}};
    int[][] found = {{1, 2}, {3, 9}};
    assertEquals(0.75, Recall.mean(truth, found), EXACT);
  }

  @Test
  public void everyQueryNeedsAnAnswer() {
    int[][] truth = {{1}, {2}};
    int[][] found = {{1}};
    assertThrows(IllegalArgumentException.class, () -> Recall.mean(truth, found));
  }
}
