// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.util.List;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.tests.util.LuceneTestCase;

/** {@link LorannSearchStrategy} as a value, and what it refuses. */
public class TestLorannSearchStrategy extends LuceneTestCase {

  private static void checkMessage(String message, ThrowingRunnable creation) {
    assertEquals(message, expectThrows(IllegalArgumentException.class, creation).getMessage());
  }

  public void testRecallOutOfRange() {
    for (double recall : new double[] {0, 1, -0.5, 95, Double.NaN, Double.NEGATIVE_INFINITY}) {
      checkMessage(
          "recall must be above 0 and below 1, got: " + recall,
          () -> LorannSearchStrategy.targetRecall(recall));
    }
  }

  public void testClustersOutOfRange() {
    for (int clusters : new int[] {0, -1, Integer.MIN_VALUE}) {
      checkMessage(
          "clusters must be at least 1, got: " + clusters,
          () -> LorannSearchStrategy.probes(clusters, 1));
    }
  }

  public void testShareOutOfRange() {
    for (double share : new double[] {0, Math.nextUp(1.0), -1, Double.NaN}) {
      checkMessage(
          "share must be above 0 and at most 1, got: " + share,
          () -> LorannSearchStrategy.visitRatio(share, 1));
    }
  }

  public void testRerankOutOfRange() {
    checkMessage("rerank must be at least 1, got: 0", () -> LorannSearchStrategy.probes(1, 0));
    checkMessage(
        "rerank must be at least 1, got: -1", () -> LorannSearchStrategy.visitRatio(0.5, -1));
  }

  public void testValues() {
    LorannSearchStrategy recall = LorannSearchStrategy.targetRecall(0.9);
    assertEquals(LorannSearchStrategy.Kind.TARGET_RECALL, recall.kind());
    assertEquals(0.9, recall.amount(), 0);
    assertEquals(0, recall.rerank());
    LorannSearchStrategy probes = LorannSearchStrategy.probes(Integer.MAX_VALUE, 7);
    assertEquals(LorannSearchStrategy.Kind.PROBES, probes.kind());
    assertEquals(Integer.MAX_VALUE, probes.amount(), 0);
    assertEquals(7, probes.rerank());
    LorannSearchStrategy ratio = LorannSearchStrategy.visitRatio(1, 8);
    assertEquals(LorannSearchStrategy.Kind.VISIT_RATIO, ratio.kind());
    assertEquals(1, ratio.amount(), 0);
    assertEquals(8, ratio.rerank());
  }

  public void testEqualWhenAllValuesAre() {
    List<LorannSearchStrategy> different =
        List.of(
            LorannSearchStrategy.targetRecall(0.5),
            LorannSearchStrategy.targetRecall(0.6),
            LorannSearchStrategy.probes(1, 5),
            LorannSearchStrategy.probes(1, 6),
            LorannSearchStrategy.probes(2, 5),
            LorannSearchStrategy.visitRatio(1, 5),
            LorannSearchStrategy.visitRatio(0.5, 5));
    for (LorannSearchStrategy a : different) {
      for (LorannSearchStrategy b : different) {
        assertEquals(a == b, a.equals(b));
      }
      LorannSearchStrategy copy =
          switch (a.kind()) {
            case TARGET_RECALL -> LorannSearchStrategy.targetRecall(a.amount());
            case PROBES -> LorannSearchStrategy.probes((int) a.amount(), a.rerank());
            case VISIT_RATIO -> LorannSearchStrategy.visitRatio(a.amount(), a.rerank());
          };
      assertNotSame(a, copy);
      assertEquals(a, copy);
      assertEquals(a.hashCode(), copy.hashCode());
      assertEquals(a.toString(), copy.toString());
      assertFalse(a.equals(null));
      assertFalse(a.equals((Object) "probes"));
    }
  }

  public void testQueriesWithEqualStrategiesAreEqual() {
    float[] target = {1, 2};
    KnnFloatVectorQuery query =
        new KnnFloatVectorQuery("f", target, 3, null, LorannSearchStrategy.probes(1, 2));
    assertEquals(
        query, new KnnFloatVectorQuery("f", target, 3, null, LorannSearchStrategy.probes(1, 2)));
    assertNotEquals(
        query, new KnnFloatVectorQuery("f", target, 3, null, LorannSearchStrategy.probes(2, 2)));
  }
}
