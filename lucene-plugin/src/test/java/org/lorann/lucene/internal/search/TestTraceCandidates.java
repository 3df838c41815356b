// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestTraceCandidates extends LuceneTestCase {

  private int clusters;

  /** By ordinal. */
  private int[] clusterOf;

  private float[] estimates;
  private TraceCandidates candidates;

  private void add(int size) {
    clusters = randomIntBetween(1, 300);
    clusterOf = random().ints(size, 0, clusters).toArray();
    estimates = new float[size];
    candidates = new TraceCandidates();
    for (int i = 0; i < size; i++) {
      estimates[i] = randomIntBetween(-1_000_000, 1_000_000) / 64f;
      candidates.add(clusterOf[i], i, estimates[i]);
    }
  }

  /** Puts clusters into a random order, of which some are left out; returns their ranks. */
  private int[] arrange(int probed) {
    int[] ranks = new int[clusters];
    for (int i = 0; i < clusters; i++) {
      int j = random().nextInt(i + 1);
      ranks[i] = ranks[j];
      ranks[j] = i;
    }
    for (int i = 0; i < clusters; i++) {
      ranks[i] = ranks[i] < probed ? ranks[i] : -1;
    }
    candidates.arrange(ranks, probed);
    return ranks;
  }

  private int dropped() {
    int[] count = {0};
    candidates.forEachDropped(Float.NEGATIVE_INFINITY, (estimate, dropped) -> count[0] += dropped);
    return count[0];
  }

  public void testArrangesByCluster() {
    int size = randomIntBetween(0, 2000);
    add(size);
    int probed = randomIntBetween(0, clusters);
    int[] ranks = arrange(probed);
    boolean[] seen = new boolean[size];
    for (int rank = 0; rank < probed; rank++) {
      for (int i = candidates.start(rank); i < candidates.start(rank + 1); i++) {
        int ordinal = candidates.ordinal(i);
        assertFalse("twice", seen[ordinal]);
        seen[ordinal] = true;
        assertEquals(rank, ranks[clusterOf[ordinal]]);
        assertEquals(estimates[ordinal], candidates.estimate(i), 0f);
      }
    }
    assertEquals(candidates.size(), candidates.start(probed));
    for (int i = 0; i < size; i++) {
      assertEquals(ranks[clusterOf[i]] >= 0, seen[i]);
    }
    assertEquals(0, dropped());
  }

  public void testKeepsTheGreatestAndCountsTheOthers() {
    int max = TraceCandidates.MAX;
    int size = randomIntBetween(2 * max + 1, 6 * max);
    add(size);
    arrange(clusters);
    assertTrue("" + candidates.size(), candidates.size() <= 2 * max);
    assertEquals(size, candidates.size() + dropped());
    float[] sorted = estimates.clone();
    Arrays.sort(sorted);
    int above = 0;
    for (int i = 0; i < candidates.size(); i++) {
      above += candidates.estimate(i) >= sorted[size - max] ? 1 : 0;
    }
    // Those that equal the least of the greatest may be dropped.
    assertTrue(above + " of the greatest", above >= max - 10);
  }

  public void testKeepsSomeOfEquals() {
    candidates = new TraceCandidates();
    clusters = 1;
    for (int i = 0; i < 3 * TraceCandidates.MAX; i++) {
      candidates.add(0, i, 1);
    }
    arrange(1);
    assertTrue("" + candidates.size(), candidates.size() >= TraceCandidates.MAX);
    assertEquals(3 * TraceCandidates.MAX, candidates.size() + dropped());
  }
}
