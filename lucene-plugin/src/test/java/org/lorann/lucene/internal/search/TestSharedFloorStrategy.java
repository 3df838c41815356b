// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannSearchStrategy;

public class TestSharedFloorStrategy extends LuceneTestCase {

  private static KnnSearchStrategy shared(KnnSearchStrategy original) {
    return SharedFloorStrategy.of(original, new SharedFloor(1), 0, true);
  }

  public void testGraphsSeeTheirStrategy() {
    int threshold = random().nextInt(101);
    KnnSearchStrategy strategy = shared(new KnnSearchStrategy.Hnsw(threshold));
    assertEquals(threshold, ((KnnSearchStrategy.Hnsw) strategy).filteredSearchThreshold());
    for (KnnSearchStrategy other :
        new KnnSearchStrategy[] {null, LorannSearchStrategy.probes(1, 1)}) {
      assertEquals(
          KnnSearchStrategy.Hnsw.DEFAULT.filteredSearchThreshold(),
          ((KnnSearchStrategy.Hnsw) shared(other)).filteredSearchThreshold());
    }
  }

  public void testSeedsStayOnTheOutside() {
    DocIdSetIterator seeds = DocIdSetIterator.range(3, 5);
    LorannSearchStrategy ours = LorannSearchStrategy.targetRecall(0.9);
    KnnSearchStrategy strategy = shared(new KnnSearchStrategy.Seeded(seeds, 2, ours));
    KnnSearchStrategy.Seeded seeded = (KnnSearchStrategy.Seeded) strategy;
    assertSame(seeds, seeded.entryPoints());
    assertEquals(2, seeded.numberOfEntryPoints());
    assertSame(ours, ((SharedFloorStrategy) seeded.originalStrategy()).original());
  }

  public void testPassesOnWhatCollectorsAreTold() {
    AtomicInteger blocks = new AtomicInteger();
    KnnSearchStrategy counting =
        new KnnSearchStrategy() {
          @Override
          public boolean equals(Object other) {
            return this == other;
          }

          @Override
          public int hashCode() {
            return 1;
          }

          @Override
          public void nextVectorsBlock() {
            blocks.incrementAndGet();
          }
        };
    shared(counting).nextVectorsBlock();
    shared(null).nextVectorsBlock();
    assertEquals(1, blocks.get());
  }

  public void testEqualWhenAllValuesAre() {
    SharedFloor floor = new SharedFloor(1);
    LorannSearchStrategy ours = LorannSearchStrategy.targetRecall(0.9);
    List<KnnSearchStrategy> different =
        List.of(
            SharedFloorStrategy.of(ours, floor, 0, true),
            SharedFloorStrategy.of(ours, floor, 0, false),
            SharedFloorStrategy.of(ours, floor, 1, true),
            SharedFloorStrategy.of(ours, new SharedFloor(1), 0, true),
            SharedFloorStrategy.of(null, floor, 0, true),
            KnnSearchStrategy.Hnsw.DEFAULT);
    for (KnnSearchStrategy a : different) {
      for (KnnSearchStrategy b : different) {
        assertEquals(a == b, a.equals(b));
      }
    }
    KnnSearchStrategy copy =
        SharedFloorStrategy.of(LorannSearchStrategy.targetRecall(0.9), floor, 0, true);
    assertEquals(different.get(0), copy);
    assertEquals(different.get(0).hashCode(), copy.hashCode());
  }
}
