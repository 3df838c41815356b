// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestReranking extends LuceneTestCase {

  private static final int WANTED = 10;

  /** More candidates in each bin than in the one before. */
  private static int[] counts() {
    int[] counts = new int[Reranking.BINS];
    for (int i = 0; i < 80; i++) {
      counts[i] = 2 + i / 4 + random().nextInt(3);
    }
    return counts;
  }

  public void testBinsAreSixteenthsOfAUnit() {
    int bin = random().nextInt(Reranking.BINS);
    float inside = (bin + 0.01f + 0.98f * random().nextFloat()) / 16;
    assertEquals(bin, Reranking.bin(inside));
    assertEquals("before the floor", 0, Reranking.bin(-random().nextFloat()));
    assertEquals("no unit, on the floor", 0, Reranking.bin(Float.NaN));
    assertEquals("no unit, behind it", 255, Reranking.bin(Float.POSITIVE_INFINITY));
    assertEquals("without a floor", 0, Reranking.bin(Float.NEGATIVE_INFINITY));
    assertEquals(255, Reranking.bin(1e9f));
  }

  public void testMarginsGrowBetweenLessons() {
    Reranking reranking = new Reranking(WANTED, counts(), 80);
    float last = reranking.margin(0);
    assertEquals("what is on the floor is always taken", 0, last, 0);
    for (int bin = 0; bin < 75; bin++) {
      reranking.take(bin);
      float margin = reranking.margin(bin + 1);
      assertTrue(margin > last);
      assertTrue("what it needs is kept", (bin + 5) / 16f <= Reranking.reach(margin) + 1e-5);
      last = margin;
    }
  }

  /** The margin after some bins, if the nearest turned out to be in one of them. */
  private static float margin(int[] counts, int bins, int where) {
    Reranking reranking = new Reranking(WANTED, counts, 80);
    for (int bin = 0; bin < bins; bin++) {
      reranking.take(bin);
    }
    assertTrue(reranking.isLessonDue());
    for (int i = 0; i < 3 * WANTED; i++) {
      reranking.scored(random().nextInt(bins), -1);
      reranking.scored(where, i);
    }
    reranking.learn();
    assertFalse(reranking.isLessonDue());
    return reranking.margin(bins);
  }

  public void testGoesFurtherIfTheNearestHadTheWorstEstimates() {
    int[] counts = counts();
    int bins = randomIntBetween(12, 30);
    float near = margin(counts, bins, 0);
    float middle = margin(counts, bins, bins / 2);
    float far = margin(counts, bins, bins - 1);
    assertTrue(near + " " + middle + " " + far, near > middle && middle >= far);
  }

  public void testVectorsScoredElsewhereTakeThePlaceOfCandidates() {
    int[] counts = counts();
    Reranking known = new Reranking(WANTED, counts, 80);
    Reranking unknown = new Reranking(WANTED, counts, 80);
    for (int bin = 0; bin < 20; bin++) {
      known.take(bin);
      unknown.take(bin);
      known.scored(0, 1);
      unknown.scored(0, 1);
    }
    for (int i = 0; i < WANTED; i++) {
      known.scoredElsewhere(2);
    }
    known.scored(19, 1);
    known.learn();
    Reranking untaught = new Reranking(WANTED, counts, 80);
    for (int bin = 0; bin < 20; bin++) {
      untaught.take(bin);
    }
    assertEquals("no candidate is a neighbour", untaught.margin(20), known.margin(20), 1e-5);
    unknown.learn();
    assertNotEquals(untaught.margin(20), unknown.margin(20), 1e-3);
  }
}
