// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import org.apache.lucene.search.ByteVectorSimilarityQuery;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenByteKnnVectorQuery;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.lorann.opensearch.mapper.DataType;

/**
 * Makes Lucene's queries for a vector.
 *
 * @param field the name of the field
 * @param dataType what its numbers are
 * @param vector what is searched for
 * @param filter what the vectors' documents have to match, or null
 */
record VectorQueries(String field, DataType dataType, float[] vector, Query filter) {

  /**
   * The nearest vectors of a search for candidates.
   *
   * @param kept how many; Lucene's queries have a k of their own, the candidates
   * @param candidates how many the search looks for, at least as many
   */
  Query nearest(int kept, int candidates, KnnSearchStrategy strategy) {
    return new UnprofiledRewrite(
        switch (dataType) {
          case FLOAT ->
              new KnnFloatVectorQuery(field, vector, candidates, filter, strategy) {
                @Override
                protected TopDocs mergeLeafResults(TopDocs[] segments) {
                  return TopDocs.merge(kept, segments);
                }
              };
          case BYTE ->
              new KnnByteVectorQuery(field, DataType.bytes(vector), candidates, filter, strategy) {
                @Override
                protected TopDocs mergeLeafResults(TopDocs[] segments) {
                  return TopDocs.merge(kept, segments);
                }
              };
        },
        kept);
  }

  /** The same with the nearest vector of each parent. */
  Query nearest(int kept, int candidates, KnnSearchStrategy strategy, BitSetProducer parents) {
    return new UnprofiledRewrite(
        switch (dataType) {
          case FLOAT ->
              new DiversifyingChildrenFloatKnnVectorQuery(
                  field, vector, filter, candidates, parents, strategy) {
                @Override
                protected TopDocs mergeLeafResults(TopDocs[] segments) {
                  return TopDocs.merge(kept, segments);
                }
              };
          case BYTE ->
              new DiversifyingChildrenByteKnnVectorQuery(
                  field, DataType.bytes(vector), filter, candidates, parents, strategy) {
                @Override
                protected TopDocs mergeLeafResults(TopDocs[] segments) {
                  return TopDocs.merge(kept, segments);
                }
              };
        },
        kept);
  }

  /** All vectors with at least a score. */
  Query within(float minScore) {
    return switch (dataType) {
      case FLOAT -> new FloatVectorSimilarityQuery(field, vector, minScore, filter);
      case BYTE -> new ByteVectorSimilarityQuery(field, DataType.bytes(vector), minScore, filter);
    };
  }
}
