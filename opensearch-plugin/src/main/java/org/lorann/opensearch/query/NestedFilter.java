// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.opensearch.common.lucene.search.Queries;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.search.NestedHelper;

/**
 * Applies a filter to nested documents. It may be about these themselves, or about the document
 * that they belong to.
 */
final class NestedFilter {

  private NestedFilter() {}

  static Query of(Query filter, QueryShardContext context) {
    if (new NestedHelper(context.getMapperService()).mightMatchNestedDocs(filter)) {
      return filter;
    }
    Query roots = Queries.newNonNestedFilter();
    // The join insists on a query that matches nothing but parents.
    Query matchingRoots =
        new BooleanQuery.Builder()
            .add(filter, BooleanClause.Occur.FILTER)
            .add(roots, BooleanClause.Occur.FILTER)
            .build();
    return new ToChildBlockJoinQuery(matchingRoots, context.bitsetFilter(roots));
  }
}
