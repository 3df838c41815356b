// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.tests.util.LuceneTestCase;

/** Compares a trace with searches that go as far as a margin, one at a time. */
public class TestRerankTrace extends LuceneTestCase {

  private int neighbors;
  private int k;
  private float floor;
  private float unit;
  private float[] estimates;
  private float[] scores;
  private RerankTrace trace;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    neighbors = randomIntBetween(1, 20);
    k = neighbors + randomIntBetween(0, 10);
    unit = randomIntBetween(1, 64) / 16f;
    int size = randomIntBetween(k, 60 * k);
    Random random = random();
    double spread = unit * randomIntBetween(1, 8);
    double error = unit * random.nextDouble();
    estimates = new float[size];
    scores = new float[size];
    for (int i = 0; i < size; i++) {
      estimates[i] = (float) (-spread * Math.log(1 - random.nextDouble()));
      scores[i] = (float) (estimates[i] + error * random.nextGaussian());
    }
    float[] sorted = estimates.clone();
    Arrays.sort(sorted);
    floor = sorted[size - k];
    TraceCandidates candidates = new TraceCandidates();
    for (int i = 0; i < size; i++) {
      candidates.add(0, i, estimates[i]);
    }
    candidates.arrange(new int[] {0}, 1);
    trace = RerankTrace.of(neighbors, k, floor, unit, candidates, this::scoresOf);
  }

  private float[] scoresOf(int[] ordinals) {
    float[] of = new float[ordinals.length];
    for (int i = 0; i < of.length; i++) {
      of[i] = scores[ordinals[i]];
    }
    return of;
  }

  private int bin(int ordinal) {
    return Reranking.bin((floor - estimates[ordinal]) / unit);
  }

  private boolean isInReach(int ordinal) {
    return estimates[ordinal] > RerankTrace.reach(floor, unit);
  }

  /** The first bin that a search within a margin does not take. */
  private int end(float margin) {
    int[] counts = new int[Reranking.BINS];
    for (int i = 0; i < estimates.length; i++) {
      counts[bin(i)] += isInReach(i) ? 1 : 0;
    }
    Reranking reranking = new Reranking(neighbors, counts, Reranking.BINS);
    int taken = 0;
    int lesson = 0;
    for (int bin = 0; bin < Reranking.BINS; bin++) {
      if (counts[bin] > 0) {
        if (reranking.margin(bin) > margin) {
          return bin;
        }
        reranking.take(bin);
        taken += counts[bin];
      }
      // Beyond sixteen times k a trace learns nothing more.
      if (reranking.isLessonDue() && taken <= 16 * k) {
        learn(reranking, lesson, bin);
        lesson = bin + 1;
      }
    }
    return Reranking.BINS;
  }

  private void learn(Reranking reranking, int from, int to) {
    for (int i = 0; i < estimates.length; i++) {
      if (isInReach(i) && bin(i) >= from && bin(i) <= to) {
        reranking.scored(bin(i), scores[i]);
      }
    }
    reranking.learn();
  }

  public void testScoresWhatASearchWithinTheMarginDoes() throws IOException {
    assertTrue(trace.hasFloor());
    for (int i = 0; i < 20; i++) {
      float margin = 12 * random().nextFloat();
      int end = end(margin);
      int scored = 0;
      for (int j = 0; j < estimates.length; j++) {
        boolean expected = isInReach(j) && bin(j) < end;
        assertEquals("vector " + j, expected, trace.margin(estimates[j]) <= margin);
        scored += expected ? 1 : 0;
      }
      assertEquals(scored, trace.within(margin));
    }
  }

  public void testWhatIsOutOfReachIsNeverScored() {
    float reach = RerankTrace.reach(floor, unit);
    assertEquals(Float.POSITIVE_INFINITY, trace.margin(reach), 0f);
    assertTrue(Float.isFinite(trace.margin(Math.nextUp(floor))));
    int inReach = 0;
    for (int i = 0; i < estimates.length; i++) {
      inReach += isInReach(i) ? 1 : 0;
    }
    assertEquals(inReach, trace.within(Float.MAX_VALUE));
  }

  public void testThereIsNoFloorWithoutEnoughVectors() throws IOException {
    TraceCandidates none = new TraceCandidates();
    none.arrange(new int[] {0}, 1);
    float missing = Float.NEGATIVE_INFINITY;
    assertFalse(RerankTrace.of(neighbors, k, missing, unit, none, this::scoresOf).hasFloor());
  }
}
