// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

public class TestExactCollector extends LuceneTestCase {

  private float[] scores;
  private TopKnnCollector collector;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    scores = new float[randomIntBetween(1, 300)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random().nextFloat();
    }
    collector = new TopKnnCollector(randomIntBetween(1, 20), Integer.MAX_VALUE);
  }

  /** Collects all vectors and returns the scores of the hits. */
  private float[] collect() throws IOException {
    FloatVectorValues values =
        FloatVectorValues.fromFloats(Arrays.asList(new float[scores.length][1]), 1);
    ExactCollector exact =
        new ExactCollector(
            new RandomVectorScorer.AbstractRandomVectorScorer(values) {
              @Override
              public float score(int ordinal) {
                return scores[ordinal];
              }
            },
            collector);
    for (int i = 0; i < scores.length; i++) {
      assertTrue(exact.add(i));
    }
    exact.flush();
    assertEquals(scores.length, exact.scored());
    assertEquals(scores.length, collector.visitedCount());
    ScoreDoc[] hits = collector.topDocs().scoreDocs;
    float[] found = new float[hits.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = hits[i].score;
    }
    return found;
  }

  private static float[] best(float[] scores, int count) {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    float[] best = new float[Math.min(count, scores.length)];
    for (int i = 0; i < best.length; i++) {
      best[i] = sorted[sorted.length - 1 - i];
    }
    return best;
  }

  public void testCollectsTheBest() throws IOException {
    assertArrayEquals(best(scores, collector.k()), collect(), 0f);
  }

  public void testScoresThatAreNoNumbersAreTheWorst() throws IOException {
    float[] numbers = scores.clone();
    for (int i = random().nextInt(scores.length); i < scores.length; i += randomIntBetween(1, 50)) {
      scores[i] = Float.NaN;
      numbers[i] = 0;
    }
    assertArrayEquals(best(numbers, collector.k()), collect(), 0f);
  }
}
