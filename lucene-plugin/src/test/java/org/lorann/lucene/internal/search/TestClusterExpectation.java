// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.kernel.Kernels;

public class TestClusterExpectation extends LuceneTestCase {

  private static final float DEVIATION = 0.3f;

  private OpenField field;
  private ClusterRanking ranking;

  /** The clusters by score. */
  private int[] order;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    int dimension = randomIntBetween(4, 24);
    float[] values = RandomData.blobs(random(), randomIntBetween(600, 1500), dimension, 20, 1);
    field =
        new OpenField(
            FloatVectorValues.fromFloats(RandomData.rows(values, dimension), dimension),
            VectorSimilarityFunction.EUCLIDEAN,
            LorannParameters.builder().vectorsPerCluster(randomIntBetween(16, 32)));
    float[] query = RandomData.gaussian(random(), dimension);
    ranking =
        new ClusterRanker(field.entry, Kernels.get().open(field.index)).rank(QueryVector.of(query));
    order =
        IntStream.range(0, ranking.count())
            .boxed()
            .sorted(Comparator.comparingDouble(cluster -> -ranking.score(cluster)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  private ClusterExpectation expectation(float floor, int probed) {
    return new ClusterExpectation(ranking, DEVIATION, floor, order, probed);
  }

  private double naive(int cluster, float floor) {
    double behind = (floor - ranking.score(cluster)) / DEVIATION / ranking.radii()[cluster];
    return ranking.sizes()[cluster] * Math.exp(-2 * Math.max(-2, behind));
  }

  public void testTheShareLeftIsThatOfTheClustersNotProbed() {
    float floor = ranking.score(random().nextInt(ranking.count()));
    int probed = random().nextInt(ranking.count());
    ClusterExpectation expectation = expectation(floor, probed);
    double all = Arrays.stream(order).mapToDouble(cluster -> naive(cluster, floor)).sum();
    double left =
        Arrays.stream(order).skip(probed).mapToDouble(cluster -> naive(cluster, floor)).sum();
    for (int i = probed; i < order.length; i++) {
      // Distances are an eighth of a deviation off at most, which is a factor of 1.3.
      assertEquals(left / all, expectation.left(1), 0.15);
      expectation.probed(order[i]);
      left -= naive(order[i], floor);
    }
    assertTrue(expectation.left(1) > 0);
  }

  public void testWithoutAFloorAllVectorsAreExpectedAlike() {
    ClusterExpectation expectation = expectation(Float.NEGATIVE_INFINITY, 1);
    double rest = field.entry.clusters().codes() - ranking.sizes()[order[0]];
    assertEquals(rest / field.entry.clusters().codes(), expectation.left(1), 1e-4);
  }

  public void testNothingIsExpectedBeyondAFloorThatIsOutOfReach() {
    ClusterExpectation expectation = expectation(1e30f, 0);
    assertTrue(expectation.left(1) > 0);
    expectation.learn(floor(order[0]), 1);
    assertTrue(expectation.left(1) > 0);
  }

  private static Floor floor(int cluster) {
    Floor floor = new Floor(20);
    floor.moveTo(cluster);
    for (int i = 0; i < 20; i++) {
      floor.offer(i, 1);
    }
    return floor;
  }

  public void testExpectsMoreIfWhatWasFoundIsInTheLastClusters() {
    float floor = ranking.score(order[1]);
    int probed = ranking.count() / 2;
    ClusterExpectation near = expectation(floor, probed);
    ClusterExpectation far = expectation(floor, probed);
    near.learn(floor(order[0]), 1);
    far.learn(floor(order[probed - 1]), 1);
    assertTrue(near.left(1) + " " + far.left(1), near.left(1) <= far.left(1));
    double before = expectation(floor, probed).left(1);
    assertTrue(before + " " + far.left(1), before <= far.left(1));
  }

  public void testLearnsWhenTwiceAsManyWereProbed() {
    float floor = ranking.score(order[1]);
    int probed = randomIntBetween(2, 5);
    ClusterExpectation expectation = expectation(floor, probed);
    expectation.learn(floor(order[0]), 1);
    for (int i = probed; i < 2 * probed; i++) {
      double left = expectation.left(1);
      expectation.learn(floor(order[probed - 1]), 1);
      assertEquals("too early", left, expectation.left(1), 0);
      expectation.probed(order[i]);
    }
    double left = expectation.left(1);
    expectation.learn(floor(order[2 * probed - 1]), 1);
    assertNotEquals("late", left, expectation.left(1), 0);
  }
}
