// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.io.IOException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;

/** How vectors are compared; names, distances and scores are those of OpenSearch's k-NN. */
public enum SpaceType implements ToXContentFragment {

  /** The squared Euclidean distance <i>d</i>; the score is {@code 1 / (1 + d)}. */
  L2("l2", VectorSimilarityFunction.EUCLIDEAN) {
    @Override
    float score(float distance) {
      return 1 / (1 + distance);
    }

    @Override
    boolean hasDistance(float distance) {
      return distance >= 0;
    }
  },

  /** The distance <i>d</i> is one minus the cosine; the score is {@code (2 - d) / 2}. */
  COSINESIMIL("cosinesimil", VectorSimilarityFunction.COSINE) {
    @Override
    float score(float distance) {
      return (2 - distance) / 2;
    }

    @Override
    boolean hasDistance(float distance) {
      return distance >= 0 && distance <= 2;
    }
  },

  /**
   * The distance <i>d</i> is the negated inner product; the score is {@code 1 / (1 + d)} if
   * <i>d</i> is not below zero, else {@code 1 - d}.
   */
  INNERPRODUCT("innerproduct", VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT) {
    @Override
    float score(float distance) {
      return distance >= 0 ? 1 / (1 + distance) : 1 - distance;
    }

    @Override
    boolean hasDistance(float distance) {
      return true;
    }
  };

  private final String key;
  private final VectorSimilarityFunction similarity;

  SpaceType(String key, VectorSimilarityFunction similarity) {
    this.key = key;
    this.similarity = similarity;
  }

  /** The score of a vector at a distance. */
  abstract float score(float distance);

  /** Whether two vectors can be at that distance. */
  abstract boolean hasDistance(float distance);

  VectorSimilarityFunction similarity() {
    return similarity;
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.value(key);
  }

  /** {@return the name in mappings} */
  @Override
  public String toString() {
    return key;
  }
}
