// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.kernel.Kernels;

public class TestExpectation extends LuceneTestCase {

  private static final float DEVIATION = 0.3f;

  private OpenField field;
  private ClusterRanking ranking;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    int dimension = randomIntBetween(4, 24);
    float[] values = RandomData.blobs(random(), randomIntBetween(300, 1000), dimension, 20, 1);
    field =
        new OpenField(
            FloatVectorValues.fromFloats(RandomData.rows(values, dimension), dimension),
            VectorSimilarityFunction.EUCLIDEAN,
            LorannParameters.builder().vectorsPerCluster(randomIntBetween(16, 64)));
    float[] query = RandomData.gaussian(random(), dimension);
    ranking =
        new ClusterRanking(field.entry, Kernels.get().open(field.index), QueryVector.of(query));
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  private double naive(int cluster, float floor) {
    double behind = (floor - ranking.score(cluster)) / DEVIATION / ranking.radii()[cluster];
    return ranking.sizes()[cluster] * Math.exp(-2 * Math.max(-2, behind));
  }

  public void testTheShareLeftIsThatOfTheClustersNotProbed() throws IOException {
    float floor = ranking.score(random().nextInt(ranking.count()));
    Expectation expectation = new Expectation(ranking, DEVIATION, floor);
    double all = 0;
    for (int i = 0; i < ranking.count(); i++) {
      all += naive(i, floor);
    }
    assertEquals(1, expectation.left(1), 0);
    double left = all;
    for (int i = 0; i < ranking.count(); i++) {
      expectation.probed(i);
      left -= naive(i, floor);
      // The power that stands for an exponential is a few per cent off, the same way for all.
      assertEquals(left / all, expectation.left(1), 0.05);
    }
    assertTrue("never nothing, of which there is no logarithm", expectation.left(1) > 0);
  }

  public void testWithoutAFloorAllVectorsAreExpectedAlike() {
    Expectation expectation = new Expectation(ranking, DEVIATION, Float.NEGATIVE_INFINITY);
    expectation.probed(0);
    double rest = field.entry.clusters().codes() - ranking.sizes()[0];
    assertEquals(rest / field.entry.clusters().codes(), expectation.left(1), 1e-4);
  }

  public void testWhatWasProbedInVainCountsForLess() {
    Expectation expectation =
        new Expectation(ranking, DEVIATION, ranking.score(random().nextInt(ranking.count())));
    for (int i = 0; i < ranking.count() - 1; i++) {
      expectation.probed(i);
      double left = expectation.left(1);
      double worth = random().nextDouble();
      assertEquals(left / (left + worth * (1 - left)), expectation.left(worth), 1e-4);
      assertEquals(1, expectation.left(0), 0);
    }
  }

  public void testNothingIsExpectedBeyondAFloorThatIsOutOfReach() {
    assertTrue(new Expectation(ranking, DEVIATION, 1e30f).left(1) > 0);
  }
}
