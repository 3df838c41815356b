// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;

public class TestScoredVectors extends LuceneTestCase {

  private static final int DIMENSION = 4;
  private static final int SIZE = 600;

  /** What the scorer was asked for. */
  private final FixedBitSet asked = new FixedBitSet(SIZE);

  private OpenField field;
  private FloatVectorValues vectors;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    float[][] rows = new float[SIZE][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = RandomData.gaussian(random(), DIMENSION);
    }
    vectors = FloatVectorValues.fromFloats(List.of(rows), DIMENSION);
    field =
        new OpenField(
            vectors, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, LorannParameters.builder());
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  private ScoredVectors scored(int visitLimit) {
    RandomVectorScorer scorer =
        new RandomVectorScorer.AbstractRandomVectorScorer(vectors) {
          @Override
          public float score(int ordinal) {
            assertFalse("scored twice", asked.getAndSet(ordinal));
            return 1 + ordinal;
          }
        };
    EstimateScale scale =
        new EstimateScale(field.entry, QueryVector.of(new float[] {1, 0, 0, 0}), 0);
    ExactCollector exact = new ExactCollector(scorer, new TopKnnCollector(5, visitLimit, null));
    return new ScoredVectors(exact, scale, SIZE);
  }

  private static int[] someOrdinals(int count) {
    return random().ints(0, SIZE).distinct().limit(count).toArray();
  }

  private void assertKnows(ScoredVectors scored) {
    int[] all = IntStream.range(0, SIZE).toArray();
    int[] others = Arrays.stream(all).filter(ordinal -> asked.get(ordinal) == false).toArray();
    assertArrayEquals(others, scored.others(all));
    assertEquals(asked.cardinality(), scored.count());
  }

  public void testNothingIsScoredTwice() throws IOException {
    ScoredVectors scored = scored(Integer.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      int[] ordinals = scored.others(someOrdinals(1 + random().nextInt(60)));
      if (random().nextBoolean()) {
        scored.collect(ordinals);
      } else {
        assertEquals(ordinals.length, scored.of(ordinals).length);
      }
      for (int ordinal : ordinals) {
        assertTrue(asked.get(ordinal));
      }
      assertKnows(scored);
    }
  }

  public void testOthersKeepTheirOrder() throws IOException {
    ScoredVectors scored = scored(Integer.MAX_VALUE);
    scored.collect(someOrdinals(SIZE / 2));
    int[] ordinals = someOrdinals(SIZE / 2);
    int[] expected =
        Arrays.stream(ordinals).filter(ordinal -> asked.get(ordinal) == false).toArray();
    assertArrayEquals(expected, scored.others(ordinals));
  }

  public void testWhatTheCollectorDoesNotWantIsNotScored() throws IOException {
    int limit = 1 + random().nextInt(SIZE / 4);
    ScoredVectors scored = scored(limit);
    scored.collect(someOrdinals(SIZE / 2));
    assertTrue(scored.count() >= limit && scored.count() < limit + ExactCollector.BULK);
    assertKnows(scored);
    assertEquals(0, scored.of(scored.others(someOrdinals(20))).length);
    assertKnows(scored);
  }

  public void testScoresAreOnTheScaleOfEstimates() throws IOException {
    ScoredVectors scored = scored(Integer.MAX_VALUE);
    int[] ordinals = someOrdinals(50);
    float[] scores = scored.of(ordinals);
    double scale = field.entry.clusters().scale();
    for (int i = 0; i < scores.length; i++) {
      // Lucene's score of an inner product p is p + 1 if that is not negative.
      assertEquals(scale * ordinals[i], scores[i], 1e-5 * scale * SIZE);
    }
  }
}
