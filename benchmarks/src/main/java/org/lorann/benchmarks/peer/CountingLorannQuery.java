// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.lorann.lucene.LorannKnnCollectorManager;
import org.lorann.lucene.LorannSearchStrategy;

/** The same as {@link org.lorann.lucene.LorannFloatVectorQuery} does. */
final class CountingLorannQuery extends CountingKnnQuery {

  CountingLorannQuery(
      String field, float[] target, int k, Query filter, LorannSearchStrategy strategy) {
    super(field, target, k, filter, strategy);
  }

  @Override
  protected KnnCollectorManager getKnnCollectorManager(int k, IndexSearcher searcher) {
    return new LorannKnnCollectorManager(super.getKnnCollectorManager(k, searcher), k, searcher);
  }
}
