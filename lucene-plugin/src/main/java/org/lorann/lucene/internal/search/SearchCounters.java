// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.concurrent.atomic.LongAdder;
import org.lorann.lucene.LorannSegmentInfo.Searches;

/** Sums over the searches of a field, by any number of threads. */
public final class SearchCounters {

  private final LongAdder exactScans = new LongAdder();
  private final LongAdder vectorsScanned = new LongAdder();
  private final LongAdder clusterSearches = new LongAdder();
  private final LongAdder clustersVisited = new LongAdder();
  private final LongAdder vectorsEstimated = new LongAdder();
  private final LongAdder vectorsReranked = new LongAdder();

  /** Adds a search without clusters. */
  void addScan(int scored) {
    exactScans.increment();
    vectorsScanned.add(scored);
  }

  /** Adds a search through clusters. */
  void add(SearchWork work, int scored) {
    clusterSearches.increment();
    clustersVisited.add(work.clusters());
    vectorsEstimated.add(work.vectors());
    vectorsReranked.add(scored);
  }

  /** The sums until now. */
  public Searches searches() {
    long scans = exactScans.sum();
    return new Searches(
        scans + clusterSearches.sum(),
        scans,
        clustersVisited.sum(),
        vectorsEstimated.sum(),
        vectorsReranked.sum(),
        vectorsScanned.sum());
  }
}
