// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.lorann.lucene.internal.format.FieldEntry;

/** Chooses how to search one field of one segment. */
public final class FieldSearcher {

  private final FieldEntry entry;
  private final IndexInput index;
  private final IndexInput data;
  private final SearchCounters counters;
  private final SearchWork work = new SearchWork();

  /** Creates a searcher, for one search, which is added to the counters. */
  public FieldSearcher(
      FieldEntry entry, IndexInput index, IndexInput data, SearchCounters counters) {
    this.entry = entry;
    this.index = index;
    this.data = data;
    this.counters = counters;
  }

  /** Searches. */
  public void search(
      QueryVector query, RandomVectorScorer scorer, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    ExactCollector exact = new ExactCollector(scorer, collector);
    int matching = Math.min(acceptDocs.cost(), entry.size());
    Bits accepted = scorer.getAcceptOrds(acceptDocs.bits());
    if (entry.hasClusters() == false || matching <= collector.k()) {
      scan(exact, accepted);
      return;
    }
    if (isRadiusSearch(collector)) {
      new RadiusSearch(entry, index, data, query, accepted, work).search(collector, exact);
      counters.add(work, exact.scored());
      return;
    }
    SearchPlan plan = SearchPlan.of(collector.getSearchStrategy(), entry, collector.k());
    if (isCheaperExactly(plan, matching)) {
      scan(exact, accepted);
    } else {
      ClusterFilter filter = ClusterFilter.of(acceptDocs, accepted);
      new ClusterSearch(entry, index, data, query, filter, work).nearest(plan, collector, exact);
      counters.add(work, exact.scored());
    }
  }

  /**
   * Radius searches collect without bound. Their collector's class is not public; what tells it
   * apart is a k of one and a similarity to beat before anything was collected.
   */
  private static boolean isRadiusSearch(KnnCollector collector) {
    return collector.k() == 1 && collector.minCompetitiveSimilarity() == -Float.MAX_VALUE;
  }

  /** Whether a filter leaves so few vectors that scanning them costs less than probing for them. */
  private boolean isCheaperExactly(SearchPlan plan, int matching) {
    double widening = (double) entry.size() / matching;
    double visited = Math.min(entry.clusters().codes(), plan.expectedVisits() * widening);
    SearchCost cost = new SearchCost(entry);
    return cost.of(0, matching) <= cost.of(visited, plan.expectedRerank());
  }

  private void scan(ExactCollector exact, Bits accepted) throws IOException {
    int ordinal = nextAccepted(accepted, 0);
    while (ordinal < entry.size() && exact.add(ordinal)) {
      ordinal = nextAccepted(accepted, ordinal + 1);
    }
    exact.flush();
    counters.addScan(exact.scored());
  }

  private int nextAccepted(Bits accepted, int from) {
    int ordinal = from;
    if (accepted instanceof BitSet bits) {
      // Skips whole words of a sparse filter.
      return ordinal < bits.length() ? bits.nextSetBit(ordinal) : DocIdSetIterator.NO_MORE_DOCS;
    }
    while (accepted != null && ordinal < entry.size() && accepted.get(ordinal) == false) {
      ordinal++;
    }
    return ordinal;
  }
}
