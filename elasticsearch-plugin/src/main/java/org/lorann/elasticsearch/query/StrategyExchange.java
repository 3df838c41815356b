// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.query;

import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.DenseVectorFieldType;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.ElementType;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.search.vectors.ESDiversifyingChildrenByteKnnVectorQuery;
import org.elasticsearch.search.vectors.ESDiversifyingChildrenFloatKnnVectorQuery;
import org.elasticsearch.search.vectors.ESKnnByteVectorQuery;
import org.elasticsearch.search.vectors.ESKnnFloatVectorQuery;
import org.elasticsearch.search.vectors.VectorSimilarityQuery;
import org.lorann.host.SearchEffort;

/**
 * Gives the queries that the server's {@code knn} query turns into another search strategy, which
 * nothing but their constructors can. Queries that do not search an index of vectors, such as one
 * of a field that does not exist, stay as they are.
 */
final class StrategyExchange {

  private final SearchExecutionContext context;
  private final String field;
  private final int k;
  private final SearchEffort effort;

  /**
   * Prepares an exchange.
   *
   * @param field the field that is searched
   * @param k how many neighbours the query returns
   * @param effort what the strategy is to ask for
   */
  StrategyExchange(SearchExecutionContext context, String field, int k, SearchEffort effort) {
    this.context = context;
    this.field = field;
    this.k = k;
    this.effort = effort;
  }

  /** The same query with our strategy. */
  Query in(Query query) {
    // Our format never has bits, and their similarities are turned into scores in another way.
    return holdsBits() ? query : exchanged(query);
  }

  private boolean holdsBits() {
    return context.getFieldType(field) instanceof DenseVectorFieldType type
        && type.getElementType() == ElementType.BIT;
  }

  private Query exchanged(Query query) {
    return switch (query) {
      case VectorSimilarityQuery threshold -> threshold(threshold);
      case ESDiversifyingChildrenFloatKnnVectorQuery children -> children(children);
      case ESDiversifyingChildrenByteKnnVectorQuery children -> children(children);
      case ESKnnFloatVectorQuery floats -> floats(floats);
      case ESKnnByteVectorQuery bytes -> bytes(bytes);
      default -> query;
    };
  }

  private Query floats(KnnFloatVectorQuery query) {
    return new ESKnnFloatVectorQuery(
        query.getField(),
        query.getTargetCopy(),
        k,
        query.getK(),
        query.getFilter(),
        effort.strategy(query.getK()));
  }

  private Query bytes(KnnByteVectorQuery query) {
    return new ESKnnByteVectorQuery(
        query.getField(),
        query.getTargetCopy(),
        k,
        query.getK(),
        query.getFilter(),
        effort.strategy(query.getK()));
  }

  private Query children(ESDiversifyingChildrenFloatKnnVectorQuery query) {
    return new ESDiversifyingChildrenFloatKnnVectorQuery(
        query.getField(),
        query.getTargetCopy(),
        query.getFilter(),
        k,
        query.getK(),
        parents(),
        effort.strategy(query.getK()));
  }

  private Query children(ESDiversifyingChildrenByteKnnVectorQuery query) {
    return new ESDiversifyingChildrenByteKnnVectorQuery(
        query.getField(),
        query.getTargetCopy(),
        query.getFilter(),
        k,
        query.getK(),
        parents(),
        effort.strategy(query.getK()));
  }

  /** The parents of the nested documents that have the field. */
  private BitSetProducer parents() {
    String path = context.nestedLookup().getNestedParent(field);
    return context.bitsetFilter(
        context.nestedLookup().getNestedMappers().get(path).parentTypeFilter());
  }

  private Query threshold(VectorSimilarityQuery query) {
    float similarity = query.getSimilarity();
    return new VectorSimilarityQuery(
        exchanged(query.getInnerKnnQuery()), similarity, score(similarity));
  }

  /** The score of vectors of a given similarity, as documented for the mapping of the field. */
  private float score(float similarity) {
    DenseVectorFieldType type = (DenseVectorFieldType) context.getFieldType(field);
    return switch (type.getSimilarity()) {
      case L2_NORM -> 1 / (1 + similarity * similarity);
      case COSINE -> (1 + similarity) / 2;
      case DOT_PRODUCT ->
          switch (type.getElementType()) {
            case BYTE -> 0.5f + similarity / (type.getVectorDimensions() * (float) (1 << 15));
            default -> (1 + similarity) / 2;
          };
      case MAX_INNER_PRODUCT -> similarity < 0 ? 1 / (1 - similarity) : similarity + 1;
    };
  }
}
