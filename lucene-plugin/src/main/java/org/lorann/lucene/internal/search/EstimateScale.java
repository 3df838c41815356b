// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.lucene.internal.format.FieldEntry;

/**
 * Puts Lucene's scores on the scale of estimates: undoes what {@link VectorSimilarityFunction} does
 * to inner products and distances, which is not linear for all.
 */
final class EstimateScale {

  private final VectorSimilarityFunction similarity;
  private final double factor;

  /** By how much a product is greater than its part of the score. */
  private final double productFactor;

  /** What is added in the end. */
  private final double offset;

  /**
   * The scale of a query.
   *
   * @param squaredLength of the query as the clusters see it, for Euclidean distance only
   */
  EstimateScale(FieldEntry entry, QueryVector query, double squaredLength) {
    this.similarity = entry.similarity();
    double scale = entry.clusters().scale();
    this.factor =
        switch (similarity) {
          case EUCLIDEAN -> scale * scale;
          case COSINE -> scale;
          case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> scale / query.length();
        };
    this.productFactor =
        entry.encoding() == VectorEncoding.BYTE ? (double) (1 << 15) * entry.dimension() : 2;
    this.offset =
        switch (similarity) {
          case EUCLIDEAN -> 0.5 * (factor + squaredLength);
          case COSINE -> -factor;
          case DOT_PRODUCT -> -0.5 * factor * productFactor;
          case MAXIMUM_INNER_PRODUCT -> 0;
        };
  }

  float[] of(float[] scores) {
    float[] scaled = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scaled[i] = (float) (factor * raw(scores[i]) + offset);
    }
    return scaled;
  }

  /** The similarity that an estimate stands for, comparable between segments. */
  float similarity(float estimate) {
    return (float) ((estimate - offset) / factor);
  }

  /** The estimate that stands for a similarity in this segment. */
  float estimate(float similarity) {
    return (float) (factor * similarity + offset);
  }

  private double raw(double score) {
    return switch (similarity) {
      case EUCLIDEAN -> -0.5 / score;
      case COSINE -> 2 * score;
      case DOT_PRODUCT -> score * productFactor;
      case MAXIMUM_INNER_PRODUCT -> score < 1 ? 1 - 1 / score : score - 1;
    };
  }
}
