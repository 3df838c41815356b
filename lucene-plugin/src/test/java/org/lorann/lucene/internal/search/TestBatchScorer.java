// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/** Compares what is computed for many queries at once with what searches compute for each. */
public class TestBatchScorer extends LuceneTestCase {

  private int codeBits;
  private OpenField field;
  private MatrixInput index;
  private List<QueryVector> queries;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    codeBits = random().nextBoolean() ? 4 : 8;
    int dimension = randomIntBetween(2, 48);
    // Half of the time, there are so many clusters, or so many vectors in one, that they are
    // unpacked in parts.
    int size = random().nextBoolean() ? randomIntBetween(100, 800) : 5000;
    int vectorsPerCluster =
        size < 5000 ? randomIntBetween(8, 64) : random().nextBoolean() ? 8 : 1500;
    float[] values = RandomData.blobs(random(), size, dimension, 20, 1);
    VectorSimilarityFunction[] similarities = VectorSimilarityFunction.values();
    field =
        new OpenField(
            FloatVectorValues.fromFloats(RandomData.rows(values, dimension), dimension),
            similarities[random().nextInt(similarities.length)],
            LorannParameters.builder()
                .vectorsPerCluster(vectorsPerCluster)
                .rank(randomIntBetween(1, dimension))
                .codeBits(codeBits));
    index = Kernels.get().open(field.index);
    queries = new ArrayList<>();
    for (int i = randomIntBetween(1, 40); i > 0; i--) {
      queries.add(QueryVector.of(RandomData.gaussian(random(), dimension)));
    }
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  private static float greatest(float[] values, int size) {
    float greatest = 0;
    for (int i = 0; i < size; i++) {
      greatest = Math.max(greatest, Math.abs(values[i]));
    }
    return greatest;
  }

  public void testRankingsAreThoseOfSearches() throws IOException {
    List<ClusterRanking> rankings = new ClusterRanker(field.entry, index).rankAll(queries);
    assertEquals(queries.size(), rankings.size());
    for (int i = 0; i < queries.size(); i++) {
      ClusterRanking expected = new ClusterRanker(field.entry, index).rank(queries.get(i));
      ClusterRanking ranking = rankings.get(i);
      float tolerance = 1e-4f * greatest(expected.query(), expected.query().length);
      assertArrayEquals(expected.query(), ranking.query(), tolerance);
      tolerance = 1e-4f * greatest(expected.scores(), expected.count());
      for (int cluster = 0; cluster < expected.count(); cluster++) {
        assertEquals(expected.score(cluster), ranking.score(cluster), tolerance);
      }
      assertEquals(expected.squaredLength(), ranking.squaredLength(), 0);
    }
  }

  /** Searches round to 127 steps what they multiply with codes of four bits, twice. */
  public void testEstimatesAreThoseOfSearches() throws IOException {
    List<ClusterRanking> rankings = new ClusterRanker(field.entry, index).rankAll(queries);
    MatrixInput data = Kernels.get().open(field.data);
    BatchScorer batch = new BatchScorer(field.entry, index, data, rankings);
    int from = random().nextInt(queries.size());
    int count = randomIntBetween(1, queries.size() - from);
    double errors = 0;
    double variance = 0;
    for (int cluster = 0; cluster < field.entry.clusters().count(); cluster++) {
      batch.open(cluster);
      float[] estimates = batch.estimate(from, count);
      for (int i = 0; i < count; i++) {
        ClusterScorer scorer = new ClusterScorer(field.entry, index, data, rankings.get(from + i));
        int size = scorer.open(cluster);
        float[] expected = Arrays.copyOf(scorer.estimate(), size);
        assertArrayEquals(ordinals(scorer, size), batch.ordinals());
        int row = i * batch.columns();
        float[] actual = Arrays.copyOfRange(estimates, row, row + size);
        errors += RandomData.squareDistance(expected, 0, actual, 0, size);
        variance += squaredDeviations(expected);
      }
    }
    double error = Math.sqrt(errors / variance);
    assertTrue(codeBits + " bits: " + error, error < (codeBits == 4 ? 0.05 : 1e-4));
  }

  private static double squaredDeviations(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares;
  }

  private static int[] ordinals(ClusterScorer scorer, int size) throws IOException {
    int[] ordinals = new int[size];
    for (int i = 0; i < size; i++) {
      ordinals[i] = scorer.ordinal(i);
    }
    return ordinals;
  }
}
