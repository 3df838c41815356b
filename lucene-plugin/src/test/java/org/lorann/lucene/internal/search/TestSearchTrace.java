// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * estimates, which are the same but for rounding, as codes have eight bits.
 */
public class TestSearchTrace extends LuceneTestCase {

  private static final int DEPTH = 0;

  /** Differently rounded, an estimate may fall into the next bin, which takes a greater margin. */
  private static final float ROUNDING = 0.3f;

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
            LorannParameters.builder().vectorsPerCluster(randomIntBetween(16, 64)).codeBits(8));
    query = RandomData.gaussian(random(), dimension);
    scale = new EstimateScale(field.entry, QueryVector.of(query), 0);
    wanted = random().ints(60, 0, field.entry.size()).sorted().distinct().toArray();
    List<TracedQuery> batch = new ArrayList<>();
    for (int i = randomIntBetween(1, QueryTracer.BATCH); i > 0; i--) {
      batch.add(traced(RandomData.gaussian(random(), dimension), new int[0], new int[0]));
    }
    int position = random().nextInt(batch.size());
    batch.set(position, traced(query, wanted, new int[0]));
    trace = trace(batch).get(position);
    assertTrue(trace.hasFloor(DEPTH));
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  private TracedQuery traced(float[] vector, int[] wantedOrdinals, int[] excluded) {
    return new TracedQuery(
        QueryVector.of(vector), wantedOrdinals, excluded, ordinals -> scale.of(scores(ordinals)));
  }

  private List<SearchTrace> trace(List<TracedQuery> queries) throws IOException {
    return new QueryTracer(field.entry, field.index, field.data, () -> {}).trace(queries);
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
      ClusterRanking ranking = new ClusterRanker(field.entry, index).rank(QueryVector.of(query));
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
    int scored = 0;
    for (int ordinal : wanted) {
      float margin = trace.reach(DEPTH, ordinal).rerankMargin();
      if (Float.isFinite(margin)) {
        within++;
        scored += new Search(1e9f, margin + ROUNDING).scored.contains(ordinal) ? 1 : 0;
      }
    }
    assertTrue("no vector of " + wanted.length + " is near enough", within > 0);
    // What is learnt from the others may differ then, too.
    assertTrue(scored + " of " + within, scored >= 0.8 * within - 1);
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

  public void testExcludedVectorsDoNotCount() throws IOException {
    int left = randomIntBetween(50, 100);
    int[] excluded =
        random()
            .ints(0, field.entry.size())
            .distinct()
            .limit(field.entry.size() - left)
            .sorted()
            .toArray();
    SearchTrace other = trace(List.of(traced(query, new int[0], excluded))).get(0);
    assertTrue(other.hasFloor(DEPTH));
    float all = other.reranked(DEPTH, Float.MAX_VALUE);
    // Some are in two clusters, or too far behind.
    assertTrue(all + " of " + left, all > 0 && all <= 2 * left);
  }

  public void testTheMoreIsScoredTheFewerClustersItTakes() {
    int reached = 0;
    for (int ordinal : wanted) {
      Reach reach = trace.reach(DEPTH, ordinal);
      float rerankMargin = reach.rerankMargin();
      if (Float.isFinite(rerankMargin)) {
        reached++;
        float probeMargin = reach.probeMargin(rerankMargin);
        assertTrue("" + probeMargin, Float.isFinite(probeMargin));
        assertTrue(probeMargin >= reach.probeMargin(rerankMargin + 1));
        assertEquals(Float.POSITIVE_INFINITY, reach.probeMargin(Math.nextDown(rerankMargin)), 0f);
      }
    }
    assertTrue("none of " + wanted.length, reached > 0);
  }
}
