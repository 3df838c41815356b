// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.util.Map;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.lorann.host.Tunable;
import org.opensearch.index.mapper.ArraySourceValueFetcher;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.TextSearchInfo;
import org.opensearch.index.mapper.ValueFetcher;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.search.lookup.SearchLookup;

/** What searches and codecs know of a field of our type. */
public final class LorannVectorFieldType extends MappedFieldType {

  private final VectorSpace space;
  private final Method method;

  LorannVectorFieldType(
      String name, boolean isIndexed, VectorSpace space, Method method, Map<String, String> meta) {
    super(name, isIndexed, false, false, TextSearchInfo.NONE, meta);
    this.space = space;
    this.method = method;
  }

  /** {@return what its vectors are like} */
  public VectorSpace space() {
    return space;
  }

  /** {@return how its index is built} */
  public Method method() {
    return method;
  }

  /**
   * {@return the recall that searches aim at, as the mapping has it now, or null if each segment is
   * searched with the one that it was written with}
   */
  public Double targetRecall() {
    Object value = method.tunables().get(Tunable.TARGET_RECALL);
    return value == null ? null : Tunable.TARGET_RECALL.parse(value).doubleValue();
  }

  @Override
  public String typeName() {
    return LorannVectorFieldMapper.CONTENT_TYPE;
  }

  @Override
  public ValueFetcher valueFetcher(QueryShardContext context, SearchLookup lookup, String format) {
    if (format != null) {
      throw new IllegalArgumentException(
          "field [" + name() + "] of type [" + typeName() + "] has no formats");
    }
    return new ArraySourceValueFetcher(name(), context) {
      @Override
      protected Object parseSourceValue(Object value) {
        return value;
      }
    };
  }

  @Override
  public Query existsQuery(QueryShardContext context) {
    return isSearchable() ? new FieldExistsQuery(name()) : super.existsQuery(context);
  }

  @Override
  public Query termQuery(Object value, QueryShardContext context) {
    throw new IllegalArgumentException(
        "field ["
            + name()
            + "] of type ["
            + typeName()
            + "] has no terms; it is searched by the query [lorann]");
  }
}
