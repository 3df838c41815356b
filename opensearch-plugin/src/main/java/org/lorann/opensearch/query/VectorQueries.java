// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import org.apache.lucene.search.ByteVectorSimilarityQuery;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
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

  /** The k nearest vectors. */
  Query nearest(int k, KnnSearchStrategy strategy) {
    return new UnprofiledRewrite(
        switch (dataType) {
          case FLOAT -> new KnnFloatVectorQuery(field, vector, k, filter, strategy);
          case BYTE -> new KnnByteVectorQuery(field, DataType.bytes(vector), k, filter, strategy);
        });
  }

  /** The nearest vector of each of the k nearest parents. */
  Query nearest(int k, KnnSearchStrategy strategy, BitSetProducer parents) {
    return new UnprofiledRewrite(
        switch (dataType) {
          case FLOAT ->
              new DiversifyingChildrenFloatKnnVectorQuery(
                  field, vector, filter, k, parents, strategy);
          case BYTE ->
              new DiversifyingChildrenByteKnnVectorQuery(
                  field, DataType.bytes(vector), filter, k, parents, strategy);
        });
  }

  /** All vectors with at least a score. */
  Query within(float minScore) {
    return switch (dataType) {
      case FLOAT -> new FloatVectorSimilarityQuery(field, vector, minScore, filter);
      case BYTE -> new ByteVectorSimilarityQuery(field, DataType.bytes(vector), minScore, filter);
    };
  }
}
