// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.lucene.internal.search.SharedFloor;
import org.lorann.lucene.internal.search.SharedFloorStrategy;

/**
 * Lets the searches of all segments know of each other, so that one that has little to add to what
 * others have found ends early. For queries that extend Lucene's {@link
 * org.apache.lucene.search.KnnFloatVectorQuery} or {@link
 * org.apache.lucene.search.KnnByteVectorQuery}:
 *
 * <pre>{@code
 * @Override
 * protected KnnCollectorManager getKnnCollectorManager(int k, IndexSearcher searcher) {
 *   return new LorannKnnCollectorManager(super.getKnnCollectorManager(k, searcher), k, searcher);
 * }
 * }</pre>
 *
 * <p>Collectors are those of the other manager, whatever the format of a segment. Segments in our
 * format that are searched for a recall share what they find; those searched by probes or visit
 * ratio do not.
 *
 * <p>For one search. Safe for use by several threads if the other manager is.
 *
 * @lucene.experimental
 */
public final class LorannKnnCollectorManager implements KnnCollectorManager {

  private final KnnCollectorManager manager;

  /** Null if there is only one segment. */
  private final SharedFloor floor;

  /**
   * A manager for one search.
   *
   * @param manager makes the collectors, with the strategies it is given
   * @param k how many neighbours are wanted of all segments together, at least 1
   * @param searcher what is searched
   */
  public LorannKnnCollectorManager(KnnCollectorManager manager, int k, IndexSearcher searcher) {
    this.manager = manager;
    IndexReader reader = searcher.getIndexReader();
    boolean hasSeveral = reader.leaves().size() > 1;
    this.floor = hasSeveral ? new SharedFloor(Math.clamp(reader.maxDoc(), 1, k)) : null;
  }

  @Override
  public KnnCollector newCollector(
      int visitedLimit, KnnSearchStrategy searchStrategy, LeafReaderContext context)
      throws IOException {
    KnnSearchStrategy sharing = sharing(searchStrategy, visitedLimit, context);
    return manager.newCollector(visitedLimit, sharing, context);
  }

  @Override
  public KnnCollector newOptimisticCollector(
      int visitedLimit, KnnSearchStrategy searchStrategy, LeafReaderContext context, int k)
      throws IOException {
    KnnSearchStrategy sharing = sharing(searchStrategy, visitedLimit, context);
    return manager.newOptimisticCollector(visitedLimit, sharing, context, k);
  }

  private KnnSearchStrategy sharing(
      KnnSearchStrategy strategy, int visitedLimit, LeafReaderContext context) {
    if (floor == null) {
      return strategy;
    }
    // If a search with a limit finds less than it was asked for, Lucene scans the segment.
    boolean allWanted = visitedLimit < Integer.MAX_VALUE;
    return SharedFloorStrategy.of(strategy, floor, context.docBase, allWanted);
  }

  @Override
  public boolean isOptimistic() {
    return manager.isOptimistic();
  }
}
