// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.Query;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.DenseVectorFieldType;
import org.elasticsearch.index.query.LeafQueryBuilder;
import org.elasticsearch.index.query.MatchNoneQueryBuilder;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.QueryRewriteContext;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.search.vectors.KnnVectorQueryBuilder;
import org.elasticsearch.search.vectors.RescoreVectorBuilder;
import org.elasticsearch.search.vectors.VectorData;
import org.elasticsearch.xcontent.ParseField;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.lorann.host.SearchEffort;

/**
 * Searches for the nearest neighbours of a vector with a given effort. Without one it does what the
 * {@code knn} query does. Fields in other formats can be searched too; the effort means nothing
 * there.
 */
public final class LorannQueryBuilder extends LeafQueryBuilder<LorannQueryBuilder> {

  /** The name of the query. */
  public static final String NAME = "lorann";

  private static final int DEFAULT_K = 10;

  static final ParseField FIELD = new ParseField("field");
  static final ParseField QUERY_VECTOR = new ParseField("query_vector");
  static final ParseField K = new ParseField("k");
  static final ParseField NUM_CANDIDATES = new ParseField("num_candidates");
  static final ParseField TARGET_RECALL = new ParseField(SearchEffort.TARGET_RECALL);
  static final ParseField VISIT_PERCENTAGE = new ParseField(SearchEffort.VISIT_PERCENTAGE);
  static final ParseField RERANK = new ParseField(SearchEffort.RERANK);
  static final ParseField SIMILARITY = new ParseField("similarity");
  static final ParseField FILTER = new ParseField("filter");

  private final String field;
  private final VectorData vector;
  private final Integer k;
  private final Integer numCandidates;
  private final SearchEffort effort;
  private final Float similarity;
  private final List<QueryBuilder> filters;

  /**
   * Creates a query.
   *
   * @param field the full name of a {@code dense_vector} field
   * @param vector the vector to search for
   * @param k how many neighbours each shard returns, or null for as many as the search has hits
   * @param numCandidates how many are looked for, at least k, or null for what the stock query has
   *     by default
   * @param effort how much work to do
   * @param similarity the least similarity of a neighbour, or null for any
   * @param filters what neighbours have to match, too
   * @throws IllegalArgumentException if a parameter is missing or out of range; the message names
   *     it
   */
  public LorannQueryBuilder(
      String field,
      VectorData vector,
      Integer k,
      Integer numCandidates,
      SearchEffort effort,
      Float similarity,
      List<QueryBuilder> filters) {
    this.field = requireValue(field, "[" + FIELD.getPreferredName() + "] is missing");
    this.vector = requireValue(vector, "[" + QUERY_VECTOR.getPreferredName() + "] is missing");
    this.k = k;
    this.numCandidates = numCandidates;
    this.effort = effort;
    this.similarity = similarity;
    this.filters = List.copyOf(filters);
    if (numCandidates != null && numCandidates < 1) {
      throw new IllegalArgumentException(
          "[" + NUM_CANDIDATES.getPreferredName() + "] must be greater than 0");
    }
    if (similarity != null && Float.isFinite(similarity) == false) {
      throw new IllegalArgumentException(
          "[" + SIMILARITY.getPreferredName() + "] must be a number, got [" + similarity + "]");
    }
    stock(k, numCandidates); // checks the other parameters that it has
  }

  /**
   * Reads a query that another node has sent.
   *
   * @param in what {@link #doWriteTo} wrote
   * @throws IOException if it cannot be read
   */
  public LorannQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.field = in.readString();
    this.vector = new VectorData(in);
    this.k = in.readOptionalVInt();
    this.numCandidates = in.readOptionalVInt();
    this.effort =
        new SearchEffort(
            in.readOptionalDouble(), null, in.readOptionalDouble(), in.readOptionalVInt());
    this.similarity = in.readOptionalFloat();
    this.filters = readQueries(in);
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeString(field);
    vector.writeTo(out);
    out.writeOptionalVInt(k);
    out.writeOptionalVInt(numCandidates);
    out.writeOptionalDouble(effort.targetRecall());
    out.writeOptionalDouble(effort.visitPercentage());
    out.writeOptionalVInt(effort.rerank());
    out.writeOptionalFloat(similarity);
    writeQueries(out, filters);
  }

  /**
   * Parses a query.
   *
   * @param parser positioned at its object
   * @return the query
   * @throws IOException if it cannot be read
   * @throws ParsingException if it is malformed
   */
  public static LorannQueryBuilder fromXContent(XContentParser parser) throws IOException {
    return QueryParser.parse(parser);
  }

  /** Parses a query inside of ours, in the way that is open to subclasses only. */
  static QueryBuilder filter(XContentParser parser) throws IOException {
    return parseInnerQueryBuilder(parser);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    builder.field(FIELD.getPreferredName(), field);
    builder.field(QUERY_VECTOR.getPreferredName(), vector);
    field(builder, K, k);
    field(builder, NUM_CANDIDATES, numCandidates);
    field(builder, TARGET_RECALL, effort.targetRecall());
    field(builder, VISIT_PERCENTAGE, effort.visitPercentage());
    field(builder, RERANK, effort.rerank());
    field(builder, SIMILARITY, similarity);
    if (filters.isEmpty() == false) {
      builder.xContentList(FILTER.getPreferredName(), filters);
    }
    boostAndQueryNameToXContent(builder);
    builder.endObject();
  }

  private static void field(XContentBuilder builder, ParseField name, Number value)
      throws IOException {
    if (value != null) {
      builder.field(name.getPreferredName(), value);
    }
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    if (context.convertToInnerHitsRewriteContext() != null) {
      // Inner hits are all nested objects of a hit, and not only those near enough to make it one.
      return stock(k, numCandidates).boost(boost).queryName(queryName).rewrite(context);
    }
    boolean isChanged = false;
    List<QueryBuilder> rewritten = new ArrayList<>();
    for (QueryBuilder filter : filters) {
      QueryBuilder next = filter.rewrite(context);
      if (next instanceof MatchNoneQueryBuilder) {
        return next; // a shard that is known to have nothing need not be searched
      }
      isChanged |= next != filter; // also by one that is equal, as it may wait for something else
      rewritten.add(next);
    }
    return isChanged ? withFilters(rewritten) : this;
  }

  private LorannQueryBuilder withFilters(List<QueryBuilder> others) {
    return new LorannQueryBuilder(field, vector, k, numCandidates, effort, similarity, others)
        .boost(boost)
        .queryName(queryName);
  }

  @Override
  protected Query doToQuery(SearchExecutionContext context) throws IOException {
    checkType(context.getFieldType(field));
    int neighbours = neighbours(context);
    Query query = stock(neighbours, numCandidates).toQuery(context);
    return effort.isGiven()
        ? new StrategyExchange(context, field, neighbours, effort).in(query)
        : query;
  }

  /** As the stock query does, but under our name. A field that is not mapped has no neighbours. */
  private static void checkType(MappedFieldType type) {
    if (type != null && type instanceof DenseVectorFieldType == false) {
      throw new IllegalArgumentException(
          "["
              + NAME
              + "] queries are only supported on [dense_vector] fields, but ["
              + type.name()
              + "] is of the type ["
              + type.typeName()
              + "]");
    }
  }

  private int neighbours(SearchExecutionContext context) {
    if (k != null) {
      return k;
    }
    Integer hits = context.requestSize();
    int wanted = hits == null || hits < 1 ? DEFAULT_K : hits; // below one if a search does not say
    return numCandidates == null ? wanted : Math.min(wanted, numCandidates);
  }

  /** The stock query. Our format scores exactly, so that nothing is left to be rescored. */
  private KnnVectorQueryBuilder stock(Integer neighbours, Integer candidates) {
    RescoreVectorBuilder rescore =
        effort.isGiven() ? new RescoreVectorBuilder(RescoreVectorBuilder.NO_OVERSAMPLE) : null;
    return new KnnVectorQueryBuilder(
            field, vector, neighbours, candidates, null, rescore, similarity)
        .addFilterQueries(filters);
  }

  @Override
  protected boolean doEquals(LorannQueryBuilder other) {
    return field.equals(other.field)
        && vector.equals(other.vector)
        && Objects.equals(k, other.k)
        && Objects.equals(numCandidates, other.numCandidates)
        && effort.equals(other.effort)
        && Objects.equals(similarity, other.similarity)
        && filters.equals(other.filters);
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(field, vector, k, numCandidates, effort, similarity, filters);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }

  @Override
  public TransportVersion getMinimalSupportedVersion() {
    // Every version of the server has a plugin of its own, and all understand this query.
    return TransportVersion.zero();
  }
}
