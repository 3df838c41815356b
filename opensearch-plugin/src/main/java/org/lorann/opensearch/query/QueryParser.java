// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.lorann.host.SearchEffort;
import org.opensearch.core.ParseField;
import org.opensearch.core.common.ParsingException;
import org.opensearch.core.xcontent.ObjectParser;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;

/** Reads queries, and collects their parts until all are known. */
final class QueryParser {

  static final String VECTOR = "vector";
  static final String FILTER = "filter";
  static final String METHOD_PARAMETERS = "method_parameters";
  static final String RESCORE = "rescore";
  static final String IGNORE_UNMAPPED = "ignore_unmapped";

  private static final ObjectParser<QueryParser, Void> METHOD_PARAMETERS_PARSER =
      new ObjectParser<>(METHOD_PARAMETERS);

  private static final ObjectParser<QueryParser, Void> RESCORE_PARSER = new ObjectParser<>(RESCORE);

  private static final ObjectParser<QueryParser, Void> PARSER =
      new ObjectParser<>(LorannQueryBuilder.NAME);

  static {
    declareWhole(
        METHOD_PARAMETERS_PARSER, SearchEffort.PROBES, (query, value) -> query.nprobes = value);
    METHOD_PARAMETERS_PARSER.declareDouble(
        (query, value) -> query.visitPercentage = value,
        new ParseField(SearchEffort.VISIT_PERCENTAGE));
    declareWhole(
        METHOD_PARAMETERS_PARSER, Effort.EF_SEARCH, (query, value) -> query.efSearch = value);
    RESCORE_PARSER.declareFloat(
        (query, value) -> query.oversampleFactor = value, new ParseField(Effort.OVERSAMPLE_FACTOR));

    PARSER.declareFloatArray((query, value) -> query.vector = value, new ParseField(VECTOR));
    declareWhole(PARSER, Extent.K, (query, value) -> query.k = value);
    PARSER.declareFloat((query, value) -> query.minScore = value, new ParseField(Extent.MIN_SCORE));
    PARSER.declareFloat(
        (query, value) -> query.maxDistance = value, new ParseField(Extent.MAX_DISTANCE));
    PARSER.declareObject(
        (query, value) -> query.filter = value,
        (parser, context) -> AbstractQueryBuilder.parseInnerQueryBuilder(parser),
        new ParseField(FILTER));
    PARSER.declareDouble(
        (query, value) -> query.targetRecall = value, new ParseField(SearchEffort.TARGET_RECALL));
    PARSER.declareField(
        (parser, query, context) -> METHOD_PARAMETERS_PARSER.parse(parser, query, null),
        new ParseField(METHOD_PARAMETERS),
        ObjectParser.ValueType.OBJECT);
    PARSER.declareField(
        QueryParser::parseRescore,
        new ParseField(RESCORE),
        ObjectParser.ValueType.OBJECT_OR_BOOLEAN);
    PARSER.declareBoolean(
        (query, value) -> query.ignoreUnmapped = value, new ParseField(IGNORE_UNMAPPED));
    PARSER.declareFloat((query, value) -> query.boost = value, AbstractQueryBuilder.BOOST_FIELD);
    PARSER.declareString((query, value) -> query.name = value, AbstractQueryBuilder.NAME_FIELD);
    List.of(SearchEffort.PROBES, SearchEffort.VISIT_PERCENTAGE, Effort.EF_SEARCH)
        .forEach(name -> declareMisplaced(name, METHOD_PARAMETERS));
    declareMisplaced(Effort.OVERSAMPLE_FACTOR, RESCORE);
  }

  private List<Float> vector;
  private Integer k;
  private Float minScore;
  private Float maxDistance;
  private QueryBuilder filter;
  private Double targetRecall;
  private Integer nprobes;
  private Double visitPercentage;
  private Float oversampleFactor;
  private Integer efSearch;
  private boolean ignoreUnmapped;
  private float boost = AbstractQueryBuilder.DEFAULT_BOOST;
  private String name;

  private QueryParser() {}

  /** A whole number, where the parser's own way would cut off what is behind the point. */
  private static void declareWhole(
      ObjectParser<QueryParser, Void> parser,
      String name,
      BiConsumer<QueryParser, Integer> setter) {
    parser.declareField(
        setter, value -> value.intValue(false), new ParseField(name), ObjectParser.ValueType.INT);
  }

  /** A parameter that users give beside {@code k}, where it is unknown: says where it belongs. */
  private static void declareMisplaced(String name, String object) {
    PARSER.declareField(
        (parser, query, context) -> {
          throw malformed(parser, "give [" + name + "] in [" + object + "]");
        },
        new ParseField(name),
        ObjectParser.ValueType.VALUE_OBJECT_ARRAY);
  }

  private static void parseRescore(XContentParser parser, QueryParser query, Void context)
      throws IOException {
    if (parser.currentToken() == XContentParser.Token.VALUE_BOOLEAN) { // as in k-NN
      throw malformed(
          parser,
          "["
              + RESCORE
              + "] must be an object with ["
              + Effort.OVERSAMPLE_FACTOR
              + "], or left out: scores are always exact");
    }
    RESCORE_PARSER.parse(parser, query, null);
  }

  /** Reads {@code {"FIELD": {...}}}. */
  static LorannQueryBuilder parse(XContentParser parser) throws IOException {
    if (parser.nextToken() != XContentParser.Token.FIELD_NAME) {
      throw malformed(parser, "there is no field");
    }
    String field = parser.currentName();
    if (parser.nextToken() != XContentParser.Token.START_OBJECT) {
      throw malformed(parser, "field [" + field + "] needs an object");
    }
    QueryParser query = PARSER.parse(parser, new QueryParser(), null);
    if (parser.nextToken() != XContentParser.Token.END_OBJECT) {
      throw malformed(parser, "there is more than the one field [" + field + "]");
    }
    try {
      return query.build(field);
    } catch (IllegalArgumentException e) {
      throw malformed(parser, e.getMessage());
    }
  }

  private static ParsingException malformed(XContentParser parser, String problem) {
    return new ParsingException(
        parser.getTokenLocation(), "[" + LorannQueryBuilder.NAME + "] query: " + problem);
  }

  private LorannQueryBuilder build(String field) {
    return new LorannQueryBuilder(
            field,
            floats(),
            new Extent(k, minScore, maxDistance),
            new Effort(
                new SearchEffort(targetRecall, nprobes, visitPercentage, null),
                oversampleFactor,
                efSearch),
            filter,
            ignoreUnmapped)
        .boost(boost)
        .queryName(name);
  }

  private float[] floats() {
    if (vector == null) {
      throw new IllegalArgumentException("[" + VECTOR + "] is missing");
    }
    float[] floats = new float[vector.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = vector.get(i);
    }
    return floats;
  }
}
