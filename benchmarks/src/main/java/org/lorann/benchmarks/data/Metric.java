// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.util.Locale;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.benchmarks.console.UserError;

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

  /** The metric of an ann-benchmarks or VIBE file. */
  static Metric ofAttribute(String distance) {
    return switch (distance.toLowerCase(Locale.ROOT)) {
      case "angular", "cosine", "normalized" -> ANGULAR;
      case "euclidean" -> EUCLIDEAN;
      case "ip", "inner_product", "dot" -> INNER_PRODUCT;
      default -> throw new UserError("unknown distance \"" + distance + "\"");
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
    if (squares == 0) {
      throw new UserError("a vector of zeros has no angle: choose another --metric");
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }
}
