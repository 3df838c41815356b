// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.lorann.lucene.internal.codec.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;

/** Chooses how to search one field of one segment. */
public final class FieldSearcher {

  private final FieldEntry entry;
  private final IndexInput index;
  private final IndexInput data;

  /** Creates a searcher, for one search. */
  public FieldSearcher(FieldEntry entry, IndexInput index, IndexInput data) {
    this.entry = entry;
    this.index = index;
    this.data = data;
  }

  /** Searches. */
  public void search(
      QueryVector query, RandomVectorScorer scorer, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    ExactCollector exact = new ExactCollector(scorer, collector);
    int matching = Math.min(acceptDocs.cost(), entry.size());
    Bits accepted = scorer.getAcceptOrds(acceptDocs.bits());
    SearchBudget budget = SearchBudget.of(collector.getSearchStrategy(), entry, collector.k());
    if (entry.hasClusters() == false || matching <= budget.rerank()) {
      scan(exact, accepted, scorer.maxOrd());
      return;
    }
    Kernels kernels = Kernels.get();
    ClusterSearch search =
        new ClusterSearch(entry, kernels, kernels.open(index), kernels.open(data), query, accepted);
    if (isRadiusSearch(collector)) {
      search.radius(budget, collector, exact);
    } else {
      search.nearest(budget.widened((double) entry.size() / matching), collector, exact);
    }
  }

  /**
   * Radius searches collect without bound. Their collector's class is not public; what tells it apart
   * is a k of one and a similarity to beat before anything was collected.
   */
  private static boolean isRadiusSearch(KnnCollector collector) {
    return collector.k() == 1 && collector.minCompetitiveSimilarity() == -Float.MAX_VALUE;
  }

  private static void scan(ExactCollector exact, Bits accepted, int size) throws IOException {
    for (int i = 0; i < size; i++) {
      if ((accepted == null || accepted.get(i)) && exact.add(i) == false) {
        break;
      }
    }
    exact.flush();
  }
}
