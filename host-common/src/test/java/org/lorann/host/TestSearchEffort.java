// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannSearchStrategy;

/** What {@link SearchEffort} accepts, refuses and turns into. */
public class TestSearchEffort extends LuceneTestCase {

  private static void checkRefused(
      String message, Double targetRecall, Integer probes, Double visitPercentage, Integer rerank) {
    IllegalArgumentException e =
        expectThrows(
            IllegalArgumentException.class,
            () -> new SearchEffort(targetRecall, probes, visitPercentage, rerank));
    assertEquals(message, e.getMessage());
  }

  public void testNothingAskedFor() {
    assertNull(new SearchEffort(null, null, null, null).strategy(10));
    assertFalse(new SearchEffort(null, null, null, null).isGiven());
    assertTrue(new SearchEffort(0.9, null, null, null).isGiven());
    assertTrue(new SearchEffort(null, 7, null, null).isGiven());
    assertTrue(new SearchEffort(null, null, 25.0, 9).isGiven());
  }

  public void testStrategies() {
    assertEquals(
        LorannSearchStrategy.targetRecall(0.9),
        new SearchEffort(0.9, null, null, null).strategy(10));
    assertEquals(
        LorannSearchStrategy.probes(7, 10), new SearchEffort(null, 7, null, null).strategy(10));
    assertEquals(
        LorannSearchStrategy.probes(7, 99), new SearchEffort(null, 7, null, 99).strategy(10));
    assertEquals(
        LorannSearchStrategy.visitRatio(0.25, 10),
        new SearchEffort(null, null, 25.0, null).strategy(10));
    assertEquals(
        LorannSearchStrategy.visitRatio(1, 99),
        new SearchEffort(null, null, 100.0, 99).strategy(10));
  }

  /** The least and the greatest of what is accepted can be searched with. */
  public void testEnds() {
    for (double recall : new double[] {Double.MIN_VALUE, Math.nextDown(1.0)}) {
      assertNotNull(new SearchEffort(recall, null, null, null).strategy(1));
    }
    for (double percentage : new double[] {1e-320, 100}) {
      assertNotNull(new SearchEffort(null, null, percentage, Integer.MAX_VALUE).strategy(1));
    }
    assertNotNull(new SearchEffort(null, Integer.MAX_VALUE, null, null).strategy(1));
  }

  public void testRanges() {
    String recall = "[target_recall] must be a number above 0 and below 1, got ";
    checkRefused(recall + "[0.0]", 0.0, null, null, null);
    checkRefused(recall + "[1.0]", 1.0, null, null, null);
    checkRefused(recall + "[NaN]", Double.NaN, null, null, null);
    checkRefused(
        "[nprobes] must be a whole number between 1 and 2147483647, got [0]", null, 0, null, null);
    String percentage = "[visit_percentage] must be a number above 0 and at most 100, got ";
    checkRefused(percentage + "[0.0]", null, null, 0.0, null);
    checkRefused(percentage + "[100.1]", null, null, 100.1, null);
    checkRefused(percentage + "[Infinity]", null, null, Double.POSITIVE_INFINITY, null);
    checkRefused(percentage + "[4.9E-324]", null, null, Double.MIN_VALUE, null);
    checkRefused(
        "[rerank] must be a whole number between 1 and 2147483647, got [-1]", null, 5, null, -1);
  }

  public void testCombinations() {
    checkRefused("[target_recall] and [nprobes] exclude each other", 0.5, 1, null, null);
    checkRefused("[target_recall] and [visit_percentage] exclude each other", 0.5, null, 1.0, null);
    checkRefused("[nprobes] and [visit_percentage] exclude each other", null, 1, 1.0, null);
    checkRefused("[rerank] needs [visit_percentage] beside it", 0.5, null, null, 10);
    checkRefused("[rerank] needs [visit_percentage] beside it", null, null, null, 10);
  }
}
