// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

public class TestClusterFilter extends LuceneTestCase {

  private static final int DIMENSION = 8;
  private static final int SIZE = 2000;

  private OpenField field;
  private ClusterScorer scorer;
  private int clusters;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    float[][] rows = new float[SIZE][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = RandomData.gaussian(random(), DIMENSION);
    }
    field =
        new OpenField(
            FloatVectorValues.fromFloats(List.of(rows), DIMENSION),
            VectorSimilarityFunction.EUCLIDEAN,
            LorannParameters.builder().vectorsPerCluster(random().nextInt(32, 129)));
    MatrixInput index = Kernels.get().open(field.index);
    ClusterRanking ranking = new ClusterRanker(field.entry, index).rank(QueryVector.of(rows[0]));
    scorer = new ClusterScorer(field.entry, index, Kernels.get().open(field.data), ranking);
    clusters = ranking.count();
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  private static ClusterFilter filter(Bits accepted) throws IOException {
    return ClusterFilter.of(AcceptDocs.fromLiveDocs(accepted, SIZE), accepted);
  }

  /** As Lucene passes deleted documents on: it does not say how many there are. */
  private static Bits liveDocs(FixedBitSet accepted) {
    return accepted.asReadOnlyBits();
  }

  private static FixedBitSet random(double share) {
    FixedBitSet accepted = new FixedBitSet(SIZE);
    for (int i = 0; i < SIZE; i++) {
      if (random().nextDouble() < share) {
        accepted.set(i);
      }
    }
    accepted.set(random().nextInt(SIZE));
    return accepted;
  }

  private int[] acceptedOrdinals(Bits accepted) throws IOException {
    int[] ordinals = new int[scorer.size()];
    int count = 0;
    for (int i = 0; i < scorer.size(); i++) {
      if (accepted.get(scorer.ordinal(i))) {
        ordinals[count++] = scorer.ordinal(i);
      }
    }
    return Arrays.copyOf(ordinals, count);
  }

  public void testFewAreCountedAndListed() throws IOException {
    FixedBitSet accepted = random(0.05 * random().nextDouble());
    ClusterFilter filter = filter(accepted);
    int few = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      scorer.open(cluster);
      int most = 1 + random().nextInt(10);
      filter.look(scorer, most);
      int[] expected = acceptedOrdinals(accepted);
      assertEquals(expected.length == 0, filter.isEmpty());
      if (filter.acceptsFew()) {
        few++;
        assertTrue(expected.length <= most);
        assertArrayEquals(expected, filter.ordinals());
      }
    }
    assertTrue("" + few, few > 0);
  }

  public void testARandomFilterIsAsDenseAnywhere() throws IOException {
    FixedBitSet accepted = random(0.2 + 0.8 * random().nextDouble());
    Bits bits = random().nextBoolean() ? accepted : liveDocs(accepted);
    ClusterFilter filter = filter(bits);
    for (int cluster = 0; cluster < clusters; cluster++) {
      scorer.open(cluster);
      filter.look(scorer, random().nextInt(20));
    }
    assertEquals(1, filter.density(), 0.35);
    assertTrue(filter.density() <= 1);
  }

  public void testWhereAFilterAcceptsLittleItIsNotDense() throws IOException {
    scorer.open(random().nextInt(clusters));
    FixedBitSet accepted = random(0.5 + 0.5 * random().nextDouble());
    for (int i = 0; i < scorer.size(); i++) {
      accepted.clear(scorer.ordinal(i));
    }
    ClusterFilter filter = filter(random().nextBoolean() ? accepted : liveDocs(accepted));
    filter.look(scorer, random().nextInt(20));
    assertTrue(filter.isEmpty());
    assertEquals(0, filter.density(), 0);
  }

  public void testWithoutAFilterAllIsAccepted() throws IOException {
    ClusterFilter filter = filter(null);
    for (int cluster = 0; cluster < clusters; cluster++) {
      scorer.open(cluster);
      filter.look(scorer, random().nextInt(20));
      assertFalse(filter.isEmpty());
      assertFalse(filter.acceptsFew());
      assertEquals(1, filter.density(), 0);
    }
    assertTrue(filter.accepts(random().nextInt(SIZE)));
  }
}
