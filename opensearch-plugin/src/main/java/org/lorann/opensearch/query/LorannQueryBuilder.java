// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.host.SearchEffort;
import org.lorann.opensearch.mapper.LorannVectorFieldMapper;
import org.lorann.opensearch.mapper.LorannVectorFieldType;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.ObjectMapper;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.InnerHitContextBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilderVisitor;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;

/** A search for the vectors nearest to one, in a field of our type. */
public final class LorannQueryBuilder extends AbstractQueryBuilder<LorannQueryBuilder> {

  /** The name of the query in requests. */
  public static final String NAME = "lorann";

  private final String field;
  private final float[] vector;
  private final Extent extent;
  private final Effort effort;
  private final QueryBuilder filter;
  private final boolean ignoreUnmapped;

  LorannQueryBuilder(
      String field,
      float[] vector,
      Extent extent,
      Effort effort,
      QueryBuilder filter,
      boolean ignoreUnmapped) {
    this.field = field;
    this.vector = vector;
    this.extent = extent;
    this.effort = effort;
    this.filter = filter;
    this.ignoreUnmapped = ignoreUnmapped;
    if (extent.isRadius() && effort.equals(Effort.DEFAULT) == false) {
      throw new IllegalArgumentException(
          "["
              + (extent.minScore() == null ? Extent.MAX_DISTANCE : Extent.MIN_SCORE)
              + "] has no parameters of effort beside it: a search ends where there are no more"
              + " hits");
    }
  }

  /**
   * Reads a query from another node.
   *
   * @param in what {@link #doWriteTo} has written
   * @throws IOException if it cannot be read
   */
  public LorannQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.field = in.readString();
    this.vector = in.readFloatArray();
    this.extent = new Extent(in.readOptionalInt(), in.readOptionalFloat(), in.readOptionalFloat());
    this.effort =
        new Effort(
            new SearchEffort(
                in.readOptionalDouble(), in.readOptionalInt(), in.readOptionalDouble(), null),
            in.readOptionalFloat(),
            in.readOptionalInt());
    this.filter = in.readOptionalNamedWriteable(QueryBuilder.class);
    this.ignoreUnmapped = in.readBoolean();
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeString(field);
    out.writeFloatArray(vector);
    out.writeOptionalInt(extent.k());
    out.writeOptionalFloat(extent.minScore());
    out.writeOptionalFloat(extent.maxDistance());
    out.writeOptionalDouble(effort.amount().targetRecall());
    out.writeOptionalInt(effort.amount().probes());
    out.writeOptionalDouble(effort.amount().visitPercentage());
    out.writeOptionalFloat(effort.oversampleFactor());
    out.writeOptionalInt(effort.efSearch());
    out.writeOptionalNamedWriteable(filter);
    out.writeBoolean(ignoreUnmapped);
  }

  /**
   * {@return the query of a request}
   *
   * @param parser stands at the beginning of the object that names the field
   * @throws IOException if it cannot be read
   */
  public static LorannQueryBuilder fromXContent(XContentParser parser) throws IOException {
    return QueryParser.parse(parser);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    QueryWriter.write(this, builder);
  }

  String field() {
    return field;
  }

  float[] vector() {
    return vector;
  }

  Extent extent() {
    return extent;
  }

  Effort effort() {
    return effort;
  }

  QueryBuilder filter() {
    return filter;
  }

  boolean ignoreUnmapped() {
    return ignoreUnmapped;
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    QueryBuilder rewritten = filter == null ? null : filter.rewrite(context);
    return rewritten == filter ? this : withFilter(rewritten);
  }

  /** Filters before neighbours are counted, where a clause around this query would do so after. */
  @Override
  public QueryBuilder filter(QueryBuilder another) {
    if (validateFilterParams(another) == false) {
      return this;
    }
    return withFilter(filter == null ? another : filter.filter(another));
  }

  private LorannQueryBuilder withFilter(QueryBuilder other) {
    return new LorannQueryBuilder(field, vector, extent, effort, other, ignoreUnmapped)
        .boost(boost)
        .queryName(queryName);
  }

  @Override
  public void visit(QueryBuilderVisitor visitor) {
    visitor.accept(this);
    if (filter != null) {
      filter.visit(visitor.getChildVisitor(BooleanClause.Occur.FILTER));
    }
  }

  @Override
  protected void extractInnerHitBuilders(Map<String, InnerHitContextBuilder> innerHits) {
    if (filter != null) {
      InnerHitContextBuilder.extractInnerHits(filter, innerHits);
    }
  }

  @Override
  protected Query doToQuery(QueryShardContext context) throws IOException {
    MappedFieldType type = context.fieldMapper(field);
    if (type == null && ignoreUnmapped) {
      return new MatchNoDocsQuery("field [" + field + "] is not mapped");
    }
    LorannVectorFieldType vectors = searchable(type);
    checkNesting(vectors.name(), context);
    checkVector(vectors);
    checkEffort(vectors);
    return query(vectors, context);
  }

  private LorannVectorFieldType searchable(MappedFieldType type) {
    if (type == null) {
      throw new IllegalArgumentException("[" + NAME + "] field [" + field + "] is not mapped");
    }
    if ((type instanceof LorannVectorFieldType) == false) {
      throw new IllegalArgumentException(
          "["
              + NAME
              + "] field ["
              + field
              + "] is of type ["
              + type.typeName()
              + "], not ["
              + LorannVectorFieldMapper.CONTENT_TYPE
              + "]");
    }
    if (type.isSearchable() == false) {
      throw new IllegalArgumentException(
          "[" + NAME + "] field [" + field + "] is not searchable, as it has [index: false]");
    }
    return (LorannVectorFieldType) type;
  }

  /** A query outside of the field's nested object would find documents that nobody gets to see. */
  private void checkNesting(String name, QueryShardContext context) {
    ObjectMapper scope = context.nestedScope().getObjectMapper();
    String actual = scope == null ? null : scope.fullPath();
    String needed = context.getMapperService().documentMapper().mappers().getNestedScope(name);
    if (Objects.equals(actual, needed) == false) {
      throw new IllegalArgumentException(
          needed == null
              ? "[" + NAME + "] field [" + field + "] is not in the nested object [" + actual + "]"
              : "["
                  + NAME
                  + "] field ["
                  + field
                  + "] is in a nested object: put the query into a [nested] query with path ["
                  + needed
                  + "]");
    }
  }

  private void checkVector(LorannVectorFieldType type) {
    try {
      type.space().check(vector);
    } catch (IllegalArgumentException e) {
      throw doesNotFit(QueryParser.VECTOR, e);
    }
  }

  private IllegalArgumentException doesNotFit(String parameter, IllegalArgumentException e) {
    return new IllegalArgumentException(
        "[" + NAME + "] [" + parameter + "] does not fit field [" + field + "]: " + e.getMessage(),
        e);
  }

  private void checkEffort(LorannVectorFieldType type) {
    effort
        .unknownTo(type.method().name())
        .ifPresent(
            parameter -> {
              throw new IllegalArgumentException(
                  "["
                      + NAME
                      + "] ["
                      + parameter
                      + "] does not fit field ["
                      + field
                      + "], whose method is ["
                      + type.method().name()
                      + "]; use ["
                      + Effort.parameterOf(type.method().name())
                      + "]");
            });
  }

  private Query query(LorannVectorFieldType type, QueryShardContext context) throws IOException {
    VectorQueries queries =
        new VectorQueries(type.name(), type.space().dataType(), vector, luceneFilter(context));
    if (extent.isRadius()) {
      return queries.within(minScore(type));
    }
    int k = extent.k();
    int candidates = effort.candidates(k);
    KnnSearchStrategy strategy = effort.orTargetRecall(type.targetRecall()).strategy(k);
    return context.getParentFilter() == null
        ? queries.nearest(k, candidates, strategy)
        : queries.nearest(k, candidates, strategy, context.getParentFilter());
  }

  private float minScore(LorannVectorFieldType type) {
    if (extent.minScore() != null) {
      return extent.minScore();
    }
    try {
      return type.space().score(extent.maxDistance());
    } catch (IllegalArgumentException e) {
      throw doesNotFit(Extent.MAX_DISTANCE, e);
    }
  }

  private Query luceneFilter(QueryShardContext context) throws IOException {
    if (filter == null) {
      return null;
    }
    Query query = filter.toQuery(context);
    return context.getParentFilter() == null ? query : NestedFilter.of(query, context);
  }

  @Override
  protected boolean doEquals(LorannQueryBuilder other) {
    return field.equals(other.field)
        && Arrays.equals(vector, other.vector)
        && extent.equals(other.extent)
        && effort.equals(other.effort)
        && Objects.equals(filter, other.filter)
        && ignoreUnmapped == other.ignoreUnmapped;
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(field, Arrays.hashCode(vector), extent, effort, filter, ignoreUnmapped);
  }
}
