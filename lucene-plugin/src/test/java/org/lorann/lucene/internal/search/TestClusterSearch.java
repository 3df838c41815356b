// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.LorannSearchStrategy;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.ClustersEntry;

public class TestClusterSearch extends LuceneTestCase {

  private static final int DIMENSION = 16;
  private static final int SIZE = 3000;

  private float[][] rows;
  private float[] query;
  private FloatVectorValues vectors;
  private OpenField field;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    rows = new float[SIZE][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = RandomData.gaussian(random(), DIMENSION);
    }
    query = RandomData.gaussian(random(), DIMENSION);
    vectors = FloatVectorValues.fromFloats(List.of(rows), DIMENSION);
    field =
        new OpenField(
            vectors,
            VectorSimilarityFunction.EUCLIDEAN,
            LorannParameters.builder().vectorsPerCluster(random().nextInt(48, 96)));
  }

  @Override
  public void tearDown() throws Exception {
    field.close();
    super.tearDown();
  }

  private final class Search {
    final SearchWork work = new SearchWork();
    final Set<Integer> collected = new HashSet<>();

    Search(FixedBitSet accepted, int k, int collectorSize) throws IOException {
      this(accepted, null, k, collectorSize);
    }

    Search(FixedBitSet accepted, KnnSearchStrategy strategy, int k, int collectorSize)
        throws IOException {
      RandomVectorScorer scorer =
          new RandomVectorScorer.AbstractRandomVectorScorer(vectors) {
            @Override
            public float score(int ordinal) {
              assertTrue("accepted", accepted.get(ordinal));
              assertTrue("scored twice: " + ordinal, collected.add(ordinal));
              return VectorSimilarityFunction.EUCLIDEAN.compare(query, rows[ordinal]);
            }
          };
      TopKnnCollector collector = new TopKnnCollector(collectorSize, Integer.MAX_VALUE, null);
      ClusterFilter filter = ClusterFilter.of(AcceptDocs.fromLiveDocs(accepted, SIZE), accepted);
      SearchPlan plan = SearchPlan.of(strategy, field.entry, k);
      new ClusterSearch(field.entry, field.index, field.data, QueryVector.of(query), filter, work)
          .nearest(plan, collector, new ExactCollector(scorer, collector));
      assertEquals(collected.size(), collector.visitedCount());
    }
  }

  private static FixedBitSet accepted(double share) {
    FixedBitSet accepted = new FixedBitSet(SIZE);
    while (accepted.cardinality() < share * SIZE) {
      accepted.set(random().nextInt(SIZE));
    }
    return accepted;
  }

  public void testClustersOfWhichLittleIsAcceptedAreNotEstimated() throws IOException {
    Search search = new Search(accepted(0.03), 10, 10);
    double size = field.entry.clusters().clusterSize();
    assertTrue("" + search.work.clusters(), search.work.clusters() > 12);
    String vectors = search.work.vectors() + " of " + search.work.clusters() * size;
    assertTrue(vectors, search.work.vectors() < 0.6 * search.work.clusters() * size);
  }

  public void testFurtherPassesCollectNothingTwice() throws IOException {
    FixedBitSet accepted = accepted(0.01 + 0.3 * random().nextDouble());
    int matching = accepted.cardinality();
    Search search = new Search(accepted, 1 + random().nextInt(5), matching);
    assertEquals(matching, search.collected.size());
  }

  /** Clusters hold more than the vectors, as some vectors are in two. */
  public void testAVisitRatioIsOfWhatClustersHold() throws IOException {
    ClustersEntry clusters = field.entry.clusters();
    assertTrue(clusters.codes() + " codes", clusters.codes() > SIZE);
    FixedBitSet all = new FixedBitSet(SIZE);
    all.set(0, SIZE);
    SearchWork whole = new Search(all, LorannSearchStrategy.visitRatio(1, 1), 10, 10).work;
    assertEquals(clusters.count(), whole.clusters());
    assertEquals(clusters.codes(), whole.vectors());

    double share = 0.01 + 0.9 * random().nextDouble();
    SearchWork part = new Search(all, LorannSearchStrategy.visitRatio(share, 1), 10, 10).work;
    double visited = (double) part.vectors() / clusters.codes();
    assertTrue(visited + " for " + share, visited >= share && part.clusters() < clusters.count());
  }
}
