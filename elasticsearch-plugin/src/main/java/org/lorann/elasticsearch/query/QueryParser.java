// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.query;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.index.query.AbstractQueryBuilder;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.search.vectors.VectorData;
import org.elasticsearch.xcontent.ObjectParser;
import org.elasticsearch.xcontent.ParseField;
import org.elasticsearch.xcontent.XContentLocation;
import org.elasticsearch.xcontent.XContentParser;
import org.lorann.host.SearchEffort;

/**
 * Reads a query. What it says is checked when all of it is read, outside of the server's parser: an
 * error that is thrown inside of that is hidden behind one of the parser's own.
 */
final class QueryParser {

  private static final ObjectParser<QueryParser, Void> PARSER =
      new ObjectParser<>(LorannQueryBuilder.NAME);

  static {
    PARSER.declareString((query, value) -> query.field = value, LorannQueryBuilder.FIELD);
    PARSER.declareField(
        (query, value) -> query.vector = value,
        (parser, context) -> VectorData.parseXContent(parser),
        LorannQueryBuilder.QUERY_VECTOR,
        ObjectParser.ValueType.OBJECT_ARRAY_STRING_OR_NUMBER);
    declareWhole(LorannQueryBuilder.K, (query, value) -> query.k = value);
    declareWhole(LorannQueryBuilder.NUM_CANDIDATES, (query, value) -> query.numCandidates = value);
    PARSER.declareDouble(
        (query, value) -> query.targetRecall = value, LorannQueryBuilder.TARGET_RECALL);
    PARSER.declareDouble(
        (query, value) -> query.visitPercentage = value, LorannQueryBuilder.VISIT_PERCENTAGE);
    declareWhole(LorannQueryBuilder.RERANK, (query, value) -> query.rerank = value);
    PARSER.declareFloat((query, value) -> query.similarity = value, LorannQueryBuilder.SIMILARITY);
    PARSER.declareFieldArray(
        (query, value) -> query.filters = value,
        (parser, context) -> LorannQueryBuilder.filter(parser),
        LorannQueryBuilder.FILTER,
        ObjectParser.ValueType.OBJECT_ARRAY);
    PARSER.declareFloat((query, value) -> query.boost = value, AbstractQueryBuilder.BOOST_FIELD);
    PARSER.declareString((query, value) -> query.name = value, AbstractQueryBuilder.NAME_FIELD);
  }

  private String field;
  private VectorData vector;
  private Integer k;
  private Integer numCandidates;
  private Double targetRecall;
  private Double visitPercentage;
  private Integer rerank;
  private Float similarity;
  private List<QueryBuilder> filters = List.of();
  private float boost = AbstractQueryBuilder.DEFAULT_BOOST;
  private String name;

  private QueryParser() {}

  /** A whole number, where the parser's own way would cut off what is behind the point. */
  private static void declareWhole(ParseField name, BiConsumer<QueryParser, Integer> setter) {
    PARSER.declareField(setter, value -> value.intValue(false), name, ObjectParser.ValueType.INT);
  }

  /** Reads the object that the parser is at. */
  static LorannQueryBuilder parse(XContentParser parser) throws IOException {
    XContentLocation location = parser.getTokenLocation();
    QueryParser query = PARSER.parse(parser, new QueryParser(), null);
    try {
      return query.build();
    } catch (IllegalArgumentException e) {
      throw new ParsingException(
          location, "[" + LorannQueryBuilder.NAME + "] query: " + e.getMessage(), e);
    }
  }

  private LorannQueryBuilder build() {
    SearchEffort effort = new SearchEffort(targetRecall, null, visitPercentage, rerank);
    return new LorannQueryBuilder(field, vector, k, numCandidates, effort, similarity, filters)
        .boost(boost)
        .queryName(name);
  }
}
