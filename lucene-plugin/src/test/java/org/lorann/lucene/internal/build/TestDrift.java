// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.cluster.NearestCentroids;

/** What arrives at the clusters of a base, and what that means for these. */
public class TestDrift extends LuceneTestCase {

  private static final LorannParameters PARAMETERS =
      LorannParameters.builder().exactSearchThreshold(0).vectorsPerCluster(16).rank(8).build();

  private final int size = randomIntBetween(100, 400);
  private final List<float[]> vectors =
      RandomData.rows(RandomData.blobs(random(), size, 12, 10, 0.5f), 12);

  private interface Check {
    void on(BaseClusters base, Arrivals arrivals, Drift drift) throws IOException;
  }

  /** Merges all vectors of a base with others. */
  private void merge(List<float[]> others, int maxSize, Check check) throws IOException {
    List<float[]> all = new ArrayList<>(vectors);
    all.addAll(others);
    VectorSimilarityFunction euclidean = VectorSimilarityFunction.EUCLIDEAN;
    try (Directory directory = newDirectory();
        BaseFixture fixture =
            new BaseFixture(directory, "base", vectors, euclidean, PARAMETERS, null);
        BaseFixture merged =
            new BaseFixture(directory, "merged", all, euclidean, PARAMETERS, null)) {
      BuildContext context = merged.context(PARAMETERS);
      BaseClusters base = fixture.clusters();
      NearestCentroids nearest =
          NearestCentroids.of(
              base.centroids(),
              base.count(),
              base.projection().dimensions(),
              RandomData.splittable(random()),
              context.workers());
      try (Stagings files = new Stagings(context.state())) {
        Survivors survivors =
            Survivors.of(
                fixture.mergeBase(doc -> doc),
                merged.values(),
                files.create("survivors"),
                context.workers());
        Arrivals arrivals =
            Arrivals.of(
                context,
                StagedInts.of(survivors.arrivals(), files.create("arrivals")),
                base,
                nearest,
                files.create("homes"));
        check.on(base, arrivals, Drift.of(base, survivors, arrivals, maxSize, context.workers()));
      }
    }
  }

  public void testWithoutArrivalsNothingDrifts() throws IOException {
    merge(
        List.of(),
        Integer.MAX_VALUE,
        (base, arrivals, drift) -> {
          assertEquals(0, arrivals.count());
          assertEquals(base.count(), drift.kept().length);
          assertEquals(0, drift.loose());
          assertEquals(0, drift.looseShare(), 0);
          assertEquals(0.7, arrivals.energyKeptWith(10, 0.7), 1e-12);
        });
  }

  public void testTooManyAtOnePlaceDissolveItsCluster() throws IOException {
    float[] place = vectors.get(random().nextInt(size));
    List<float[]> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      others.add(place);
    }
    merge(
        others,
        Integer.MAX_VALUE,
        (base, arrivals, drift) -> {
          assertEquals(100, arrivals.count());
          int dissolved = -1;
          for (int i = 0; i < base.count(); i++) {
            if (drift.dissolved()[i]) {
              assertEquals(-1, dissolved);
              dissolved = i;
            }
          }
          assertEquals(100, arrivals.perCluster()[dissolved]);
          assertTrue(arrivals.drift()[dissolved] >= 100);
          assertEquals(base.count() - 1, drift.kept().length);
          assertEquals(base.size(dissolved) + 100, drift.loose());
        });
  }

  public void testFewFarAwayDissolveACluster() throws IOException {
    float[] far = new float[12];
    Arrays.fill(far, 20);
    merge(
        List.of(far),
        Integer.MAX_VALUE,
        (base, arrivals, drift) -> {
          assertEquals(base.count() - 1, drift.kept().length);
          assertTrue(arrivals.energyKeptWith(size, 1) <= 1);
        });
  }

  public void testClustersThatAreTooLargeDissolve() throws IOException {
    merge(
        List.of(),
        20,
        (base, arrivals, drift) -> {
          for (int i = 0; i < base.count(); i++) {
            assertEquals(base.size(i) > 20, drift.dissolved()[i]);
          }
        });
  }

  public void testProjectionsAreGoodWhileTheyKeepTheEnergy() {
    assertTrue(ProjectionFitter.isStillGood(0.95, 0.96));
    assertTrue(ProjectionFitter.isStillGood(0.95, 0.94));
    assertFalse(ProjectionFitter.isStillGood(0.8, 0.77));
    assertFalse(ProjectionFitter.isStillGood(0.8, Double.NaN));
  }
}
