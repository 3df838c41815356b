// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/** Compares what a trace says of searches with searches. */
public class TestSearchTrace extends LuceneTestCase {

  private static final int DEPTH = 0;

  /** A margin that is met exactly may be missed by a rounding error. */
  private static float roundedUp(float margin) {
    return 1.0001f * margin + 1e-4f;
  }

  private OpenField field;
  private float[] query;
  private int[] wanted;
  private SearchTrace trace;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    int dimension = randomIntBetween(4, 24);
    float[] values = RandomData.blobs(random(), randomIntBetween(500, 2000), dimension, 20, 1);
    VectorSimilarityFunction[] similarities = VectorSimilarityFunction.values();
    field =
        new OpenField(
            FloatVectorValues.fromFloats(RandomData.rows(values, dimension), dimension),
            similarities[random().nextInt(similarities.length)],
            LorannParameters.builder().vectorsPerCluster(randomIntBetween(16, 64)));
    query = RandomData.gaussian(random(), dimension);
    wanted = random().ints(20, 0, field.entry.size()).sorted().distinct().toArray();
    trace =
        new SearchTrace(
            field.entry,
            field.index,
            field.data,
            QueryVector.of(query),
            wanted,
            new int[0],
            TestSearchTrace::scores);
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
      scores[i] = (float) new Random(ordinals[i]).nextGaussian();
    }
    return scores;
  }

  /** A search within margins. */
  private final class Search {
    final int[] candidates;
    int visited;

    Search(float probeMargin, float rerankMargin) throws IOException {
      MatrixInput index = Kernels.get().open(field.index);
      ClusterRanking ranking = new ClusterRanking(field.entry, index, QueryVector.of(query));
      ClusterScorer scorer =
          new ClusterScorer(field.entry, index, Kernels.get().open(field.data), ranking);
      Calibration.Limits limits = new Calibration.Limits(probeMargin, rerankMargin, 0, 0);
      int k = Math.min(field.entry.size(), Calibration.DEPTHS[DEPTH] + SearchPlan.SPARE);
      CalibratedProbes probes =
          new CalibratedProbes(
              ranking,
              limits,
              k,
              new ErrorMeter(TestSearchTrace::scores),
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
      candidates = probes.candidates().ordinals();
    }
  }

  public void testAVectorIsFoundWithinTheMarginsOfTheTrace() throws IOException {
    int within = 0;
    for (int ordinal : wanted) {
      float rerankMargin = roundedUp(Math.max(0, trace.rerankMargin(DEPTH, ordinal)));
      float probeMargin = trace.probeMargin(DEPTH, ordinal, rerankMargin);
      // What is near enough is not yet known for sure in the first clusters.
      if (Float.isFinite(rerankMargin) && probeMargin > 0) {
        within++;
        Search search = new Search(roundedUp(probeMargin), rerankMargin);
        assertTrue(
            probeMargin + " " + rerankMargin, Arrays.binarySearch(search.candidates, ordinal) >= 0);
      }
    }
    for (int ordinal : new Search(0, 1).candidates) {
      assertTrue(ordinal >= 0 && ordinal < field.entry.size());
    }
    assertTrue("no vector of " + wanted.length + " is near enough", within > 0);
  }

  public void testVisitsAreThoseOfASearch() throws IOException {
    float margin = 12 * random().nextFloat();
    int expected = trace.visited(DEPTH, margin);
    // A search that does not see everything may have a lower floor, and so go further.
    assertTrue(new Search(margin, 1).visited >= expected - field.entry.clusters().codes() / 100);
  }

  public void testAWiderMarginTakesMore() {
    float margin = 3 * random().nextFloat();
    assertTrue(trace.visited(DEPTH, margin + 1) >= trace.visited(DEPTH, margin));
    assertTrue(trace.reranked(DEPTH, margin + 1) >= trace.reranked(DEPTH, margin));
    assertEquals(field.entry.clusters().codes(), trace.visited(DEPTH, Float.POSITIVE_INFINITY));
  }

  public void testWithoutLimitAllWithinTheRerankMarginAreCounted() throws IOException {
    float margin = randomIntBetween(1, 32) / 16f;
    int places = new Search(1e9f, margin).candidates.length;
    // Vectors with two clusters count as two in the trace, on average over all vectors.
    assertEquals(places, trace.reranked(DEPTH, margin), 0.3 * places + 2);
  }
}
