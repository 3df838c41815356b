// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.DenseVectorFieldType;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.ElementType;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.VectorIndexType;

/** Says which vector fields our format can hold without a change of what they promise. */
public final class Eligibility {

  private Eligibility() {}

  /**
   * Looks for what speaks against our format.
   *
   * @param field the type of an indexed vector field
   * @return the reason for which the field keeps the server's format, or null if there is none
   */
  public static String obstacle(DenseVectorFieldType field) {
    String elements = elementObstacle(field.getElementType());
    if (elements != null || field.getIndexOptions() == null) {
      return elements;
    }
    return optionsObstacle(field.getIndexOptions().getType());
  }

  private static String elementObstacle(ElementType elements) {
    return switch (elements) {
      case FLOAT, BYTE -> null;
      // Lucene sees bytes with the Euclidean distance; what is meant is the Hamming distance.
      case BIT -> "element_type [bit] is compared by the Hamming distance, which is not supported";
      // Lucene sees floats, and they would be kept as floats.
      case BFLOAT16 -> "element_type [bfloat16] would take twice the space";
    };
  }

  private static String optionsObstacle(VectorIndexType options) {
    return switch (options) {
      case HNSW, INT8_HNSW, INT4_HNSW, BBQ_HNSW -> null;
      case FLAT, INT8_FLAT, INT4_FLAT, BBQ_FLAT ->
          "index_options.type [" + options.getName() + "] asks for exact searches";
      // The server checks its licence when it chooses the format; that must go on to happen.
      case BBQ_DISK -> "index_options.type [bbq_disk] is a feature under a licence of its own";
    };
  }
}
