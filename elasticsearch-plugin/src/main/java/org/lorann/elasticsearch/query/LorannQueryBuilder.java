// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.query;

import static org.elasticsearch.xcontent.ConstructingObjectParser.constructorArg;
import static org.elasticsearch.xcontent.ConstructingObjectParser.optionalConstructorArg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.Query;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.query.LeafQueryBuilder;
import org.elasticsearch.index.query.MatchNoneQueryBuilder;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.QueryRewriteContext;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.search.vectors.KnnVectorQueryBuilder;
import org.elasticsearch.search.vectors.RescoreVectorBuilder;
import org.elasticsearch.search.vectors.VectorData;
import org.elasticsearch.xcontent.ConstructingObjectParser;
import org.elasticsearch.xcontent.ObjectParser;
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

  private static final ParseField FIELD = new ParseField("field");
  private static final ParseField QUERY_VECTOR = new ParseField("query_vector");
  private static final ParseField K = new ParseField("k");
  private static final ParseField NUM_CANDIDATES = new ParseField("num_candidates");
  private static final ParseField TARGET_RECALL = new ParseField(SearchEffort.TARGET_RECALL);
  private static final ParseField VISIT_PERCENTAGE = new ParseField(SearchEffort.VISIT_PERCENTAGE);
  private static final ParseField RERANK = new ParseField(SearchEffort.RERANK);
  private static final ParseField SIMILARITY = new ParseField("similarity");
  private static final ParseField FILTER = new ParseField("filter");

  private static final ConstructingObjectParser<LorannQueryBuilder, Void> PARSER = parser();

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

  private static ConstructingObjectParser<LorannQueryBuilder, Void> parser() {
    ConstructingObjectParser<LorannQueryBuilder, Void> parser =
        new ConstructingObjectParser<>(NAME, LorannQueryBuilder::of);
    parser.declareString(constructorArg(), FIELD);
    parser.declareField(
        constructorArg(),
        (p, c) -> VectorData.parseXContent(p),
        QUERY_VECTOR,
        ObjectParser.ValueType.OBJECT_ARRAY_STRING_OR_NUMBER);
    declareWhole(parser, K);
    declareWhole(parser, NUM_CANDIDATES);
    parser.declareDouble(optionalConstructorArg(), TARGET_RECALL);
    parser.declareDouble(optionalConstructorArg(), VISIT_PERCENTAGE);
    declareWhole(parser, RERANK);
    parser.declareFloat(optionalConstructorArg(), SIMILARITY);
    parser.declareFieldArray(
        optionalConstructorArg(),
        (p, c) -> parseInnerQueryBuilder(p),
        FILTER,
        ObjectParser.ValueType.OBJECT_ARRAY);
    declareStandardFields(parser);
    return parser;
  }

  /** A whole number, where the parser's own way would cut off what is behind the point. */
  private static void declareWhole(
      ConstructingObjectParser<LorannQueryBuilder, Void> parser, ParseField name) {
    parser.declareField(
        optionalConstructorArg(), p -> p.intValue(false), name, ObjectParser.ValueType.INT);
  }

  private static LorannQueryBuilder of(Object[] arguments) {
    @SuppressWarnings("unchecked") // as declared
    List<QueryBuilder> filters = (List<QueryBuilder>) arguments[8];
    SearchEffort effort =
        new SearchEffort(
            (Double) arguments[4], null, (Double) arguments[5], (Integer) arguments[6]);
    return new LorannQueryBuilder(
        (String) arguments[0],
        (VectorData) arguments[1],
        (Integer) arguments[2],
        (Integer) arguments[3],
        effort,
        (Float) arguments[7],
        filters == null ? List.of() : filters);
  }

  /**
   * Parses a query.
   *
   * @param parser positioned at its object
   * @return the query
   */
  public static LorannQueryBuilder fromXContent(XContentParser parser) {
    return PARSER.apply(parser, null);
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
    int neighbours = neighbours(context);
    Query query = stock(neighbours, numCandidates).toQuery(context);
    return effort.isGiven()
        ? new StrategyExchange(context, field, neighbours, effort).in(query)
        : query;
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
