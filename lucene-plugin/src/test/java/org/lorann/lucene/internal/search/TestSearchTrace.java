// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Random;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/**
 * Compares what a trace says of searches with searches. Exact scores have nothing to do with
 * estimates.
 */
public class TestSearchTrace extends LuceneTestCase {

  private static final int DEPTH = 0;

  /** A margin that is met exactly may be missed by a rounding error. */
  private static float roundedUp(float margin) {
    return 1.0001f * margin + 1e-4f;
  }

  private OpenField field;
  private FloatVectorValues values;
  private float[] query;
  private EstimateScale scale;
  private int[] wanted;
  private SearchTrace trace;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    int dimension = randomIntBetween(4, 24);
    float[] rows = RandomData.blobs(random(), randomIntBetween(300, 800), dimension, 20, 1);
    values = FloatVectorValues.fromFloats(RandomData.rows(rows, dimension), dimension);
    VectorSimilarityFunction[] similarities = VectorSimilarityFunction.values();
    field =
        new OpenField(
            values,
            similarities[random().nextInt(similarities.length)],
            LorannParameters.builder().vectorsPerCluster(randomIntBetween(16, 64)));
    query = RandomData.gaussian(random(), dimension);
    scale = new EstimateScale(field.entry, QueryVector.of(query), 0);
    wanted = random().ints(20, 0, field.entry.size()).sorted().distinct().toArray();
    trace =
        new SearchTrace(
            field.entry,
            field.index,
            field.data,
            QueryVector.of(query),
            wanted,
            new int[0],
            ordinals -> scale.of(scores(ordinals)));
    assertTrue(trace.hasFloor(DEPTH));
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  /** Something that depends on the vector. */
  private static float[] scores(int[] ordinals) {
    float[] scores = new float[ordinals.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 1 + new Random(ordinals[i]).nextFloat();
    }
    return scores;
  }

  /** A search within margins. */
  private final class Search {
    final ScoredVectors scored;
    int visited;

    Search(float probeMargin, float rerankMargin) throws IOException {
      MatrixInput index = Kernels.get().open(field.index);
      ClusterRanking ranking = new ClusterRanking(field.entry, index, QueryVector.of(query));
      ClusterScorer scorer =
          new ClusterScorer(field.entry, index, Kernels.get().open(field.data), ranking);
      Calibration.Limits limits = new Calibration.Limits(probeMargin, rerankMargin, 0, 0);
      scored = scoredVectors();
      int k = Math.min(field.entry.size(), Calibration.DEPTHS[DEPTH] + SearchPlan.SPARE);
      CalibratedProbes probes =
          new CalibratedProbes(
              ranking,
              limits,
              k,
              new ErrorMeter(scored),
              ClusterFilter.of(AcceptDocs.fromLiveDocs(null, field.entry.size()), null),
              null);
      for (int cluster = probes.next(); cluster >= 0; cluster = probes.next()) {
        int size = scorer.open(cluster);
        visited += size;
        float[] estimates = scorer.estimate();
        probes.scanned(cluster, estimates, size);
        for (int i = 0; i < size; i++) {
          if (estimates[i] > probes.candidates().threshold()) {
            probes.candidates().add(scorer.ordinal(i), estimates[i]);
          }
        }
      }
      probes.rerank(scored);
    }
  }

  private ScoredVectors scoredVectors() throws IOException {
    RandomVectorScorer scorer =
        new RandomVectorScorer.AbstractRandomVectorScorer(values) {
          @Override
          public float score(int ordinal) {
            return scores(new int[] {ordinal})[0];
          }
        };
    ExactCollector exact =
        new ExactCollector(scorer, new TopKnnCollector(10, Integer.MAX_VALUE, null));
    return new ScoredVectors(exact, scale, field.entry.size());
  }

  public void testAVectorIsScoredWithinTheRerankMarginOfTheTrace() throws IOException {
    int within = 0;
    for (int ordinal : wanted) {
      float margin = trace.rerankMargin(DEPTH, ordinal);
      if (Float.isFinite(margin)) {
        within++;
        assertTrue("" + margin, new Search(1e9f, roundedUp(margin)).scored.contains(ordinal));
      }
    }
    assertTrue("no vector of " + wanted.length + " is near enough", within > 0);
  }

  public void testVisitsAreThoseOfASearch() throws IOException {
    float margin = 12 * random().nextFloat();
    int expected = trace.visited(DEPTH, margin);
    int visited = new Search(margin, 1).visited;
    // A search that does not see everything has a lower floor, and learns other things.
    assertEquals(expected, visited, 0.25 * field.entry.clusters().codes());
  }

  public void testAWiderMarginTakesMore() {
    float margin = 3 * random().nextFloat();
    assertTrue(trace.visited(DEPTH, margin + 1) >= trace.visited(DEPTH, margin));
    assertTrue(trace.reranked(DEPTH, margin + 1) >= trace.reranked(DEPTH, margin));
    assertEquals(field.entry.clusters().codes(), trace.visited(DEPTH, Float.POSITIVE_INFINITY));
  }

  public void testWithoutLimitAllWithinTheRerankMarginAreCounted() throws IOException {
    float margin = randomIntBetween(1, 32) / 16f;
    int scored = new Search(1e9f, margin).scored.count();
    // Vectors with two clusters count as two in the trace, on average over all vectors.
    float counted = trace.reranked(DEPTH, margin);
    assertTrue(scored + " " + counted, scored >= 0.7 * counted - 2);
    // A search scores a sample beforehand.
    int sample = Calibration.DEPTHS[DEPTH] + SearchPlan.SPARE;
    assertTrue(scored + " " + counted, scored <= 1.3 * counted + sample + 2);
  }
}
