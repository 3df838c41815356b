// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import java.io.IOException;
import org.lorann.host.SearchEffort;
import org.opensearch.core.xcontent.ToXContent;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.index.query.AbstractQueryBuilder;

/** Writes queries as {@link QueryParser} reads them. */
final class QueryWriter {

  private final XContentBuilder out;

  private QueryWriter(XContentBuilder out) {
    this.out = out;
  }

  static void write(LorannQueryBuilder query, XContentBuilder out) throws IOException {
    out.startObject(LorannQueryBuilder.NAME).startObject(query.field());
    new QueryWriter(out).body(query);
    out.endObject().endObject();
  }

  private void body(LorannQueryBuilder query) throws IOException {
    out.array(QueryParser.VECTOR, query.vector());
    optional(Extent.K, query.extent().k());
    optional(Extent.MIN_SCORE, query.extent().minScore());
    optional(Extent.MAX_DISTANCE, query.extent().maxDistance());
    effort(query.effort());
    if (query.filter() != null) {
      out.field(QueryParser.FILTER);
      query.filter().toXContent(out, ToXContent.EMPTY_PARAMS);
    }
    out.field(QueryParser.IGNORE_UNMAPPED, query.ignoreUnmapped());
    out.field(AbstractQueryBuilder.BOOST_FIELD.getPreferredName(), query.boost());
    optional(AbstractQueryBuilder.NAME_FIELD.getPreferredName(), query.queryName());
  }

  private void effort(Effort effort) throws IOException {
    SearchEffort amount = effort.amount();
    optional(SearchEffort.TARGET_RECALL, amount.targetRecall());
    out.startObject(QueryParser.METHOD_PARAMETERS);
    optional(SearchEffort.PROBES, amount.probes());
    optional(SearchEffort.VISIT_PERCENTAGE, amount.visitPercentage());
    optional(Effort.EF_SEARCH, effort.efSearch());
    out.endObject();
    if (effort.oversampleFactor() != null) {
      out.startObject(QueryParser.RESCORE);
      out.field(Effort.OVERSAMPLE_FACTOR, effort.oversampleFactor());
      out.endObject();
    }
  }

  private void optional(String name, Object value) throws IOException {
    if (value != null) {
      out.field(name, value);
    }
  }
}
