// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.util.Locale;
import java.util.Optional;
import org.apache.lucene.index.VectorSimilarityFunction;

/** What makes vectors near to each other. */
public enum Metric {
  /** The angle. Vectors are scaled to unit length once, so that the dot product is enough. */
  ANGULAR(VectorSimilarityFunction.DOT_PRODUCT),
  EUCLIDEAN(VectorSimilarityFunction.EUCLIDEAN),
  INNER_PRODUCT(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  private final VectorSimilarityFunction similarity;

  Metric(VectorSimilarityFunction similarity) {
    this.similarity = similarity;
  }

  /** The metric of an ann-benchmarks or VIBE file, if it is one of these. */
  static Optional<Metric> ofAttribute(String distance) {
    return switch (distance.toLowerCase(Locale.ROOT)) {
      case "angular", "cosine", "normalized" -> Optional.of(ANGULAR);
      case "euclidean" -> Optional.of(EUCLIDEAN);
      case "ip", "inner_product", "dot" -> Optional.of(INNER_PRODUCT);
      default -> Optional.empty();
    };
  }

  public VectorSimilarityFunction similarity() {
    return similarity;
  }

  /** What is indexed or searched for a vector of the data: itself, or a scaled copy. */
  float[] prepare(float[] vector) {
    return this == ANGULAR ? unitLength(vector) : vector;
  }

  private static float[] unitLength(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }
}
