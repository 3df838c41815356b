// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/** Remembers how many vectors all segments together visited. For one search. */
class CountingKnnQuery extends KnnFloatVectorQuery {
  private long visited;

  CountingKnnQuery(String field, float[] target, int k, Query filter, KnnSearchStrategy strategy) {
    super(field, target, k, filter, strategy);
  }

  @Override
  protected TopDocs mergeLeafResults(TopDocs[] perLeafResults) {
    for (TopDocs results : perLeafResults) {
      visited += results.totalHits.value();
    }
    return super.mergeLeafResults(perLeafResults);
  }

  PeerQuery asPeerQuery() {
    return new PeerQuery(this, () -> visited);
  }
}
