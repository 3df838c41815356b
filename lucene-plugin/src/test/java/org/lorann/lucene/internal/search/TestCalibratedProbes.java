// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

public class TestCalibratedProbes extends LuceneTestCase {

  private static final int DIMENSION = 16;
  private static final int SIZE = 3000;
  private static final int QUERIES = 20;
  private static final int K = 18;

  private float[][] rows;
  private OpenField field;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    rows = new float[SIZE + QUERIES][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = RandomData.gaussian(random(), DIMENSION);
    }
    field =
        new OpenField(
            FloatVectorValues.fromFloats(List.of(rows).subList(0, SIZE), DIMENSION),
            VectorSimilarityFunction.EUCLIDEAN,
            LorannParameters.builder().vectorsPerCluster(32));
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  /** One search, in which all vectors become candidates whatever the filter. */
  private final class Search {
    private final ClusterRanking ranking;
    private final ClusterScorer scorer;
    private final ClusterFilter filter;
    private final CalibratedProbes probes;

    Search(float[] query, FixedBitSet accepted) throws IOException {
      MatrixInput index = Kernels.get().open(field.index);
      ranking = new ClusterRanker(field.entry, index).rank(QueryVector.of(query));
      scorer = new ClusterScorer(field.entry, index, Kernels.get().open(field.data), ranking);
      filter = ClusterFilter.of(AcceptDocs.fromLiveDocs(accepted, SIZE), accepted);
      probes =
          new CalibratedProbes(
              ranking,
              new Calibration.Limits(8, 1, 0, 0),
              K,
              new ErrorMeter(ordinals -> new float[0]),
              filter,
              null);
    }

    int probed() throws IOException {
      int probed = 0;
      for (int cluster = probes.next(); cluster >= 0; cluster = probes.next()) {
        int size = scorer.open(cluster);
        filter.look(scorer, size);
        float[] estimates = scorer.estimate();
        probes.scanned(cluster, estimates, size);
        for (int i = 0; i < size; i++) {
          probes.candidates().add(scorer.ordinal(i), estimates[i]);
        }
        probed++;
      }
      return probed;
    }

    /** All vectors but most of those in the clusters that are nearest to the query. */
    FixedBitSet far() throws IOException {
      FixedBitSet accepted = new FixedBitSet(SIZE);
      accepted.set(0, SIZE);
      ClusterOrder order = new ClusterOrder(ranking.scores(), ranking.count());
      for (int i = 0; i < ranking.count() / 2; i++) {
        int size = scorer.open(order.next());
        for (int j = 0; j < size; j++) {
          if (random().nextInt(10) > 0) {
            accepted.clear(scorer.ordinal(j));
          }
        }
      }
      return accepted;
    }
  }

  private static FixedBitSet some() {
    FixedBitSet accepted = new FixedBitSet(SIZE);
    for (int i = 0; i < SIZE; i++) {
      if (random().nextBoolean()) {
        accepted.set(i);
      }
    }
    return accepted;
  }

  public void testGoesOnWhereAFilterAcceptsLess() throws IOException {
    int without = 0;
    int random = 0;
    int far = 0;
    for (int i = SIZE; i < rows.length; i++) {
      int probed = new Search(rows[i], null).probed();
      without += probed;
      random += new Search(rows[i], some()).probed();
      int probedFar = new Search(rows[i], new Search(rows[i], null).far()).probed();
      assertTrue(probedFar + " after " + probed, probedFar >= probed);
      far += probedFar;
    }
    String all = without + ", random " + random + ", far " + far;
    assertTrue(all, far > 1.3 * without);
    assertTrue(all, random < 1.2 * without);
  }

  public void testScoresRaiseTheFloorByLessThanEstimates() throws IOException {
    Search search = new Search(rows[SIZE], null);
    assertFalse("spreads are not known yet", search.probes.takesScores());
    search.probed();
    assertTrue(search.probes.takesScores());
    float floor = floor(search);
    int[] ordinals = new int[K];
    float[] scores = new float[K];
    for (int i = 0; i < K; i++) {
      ordinals[i] = SIZE + i;
      scores[i] = floor;
    }
    search.probes.scored(0, ordinals, scores);
    assertEquals("no better than the floor", floor, floor(search), 0);
    for (int i = 0; i < K; i++) {
      scores[i] = floor + 1e3f;
    }
    search.probes.scored(0, ordinals, scores);
    assertTrue(floor(search) > floor);
    assertTrue(floor(search) < floor + 1e3f);
  }

  private static float floor(Search search) {
    return ((MarginCandidates) search.probes.candidates()).floor().value();
  }
}
