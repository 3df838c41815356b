// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import org.apache.lucene.document.FieldType;
import org.apache.lucene.util.VectorUtil;

/**
 * What the vectors of a field, and of queries for it, have in common.
 *
 * @param dimension how many numbers a vector has, at least 1
 * @param spaceType how vectors are compared
 * @param dataType what their numbers are
 */
public record VectorSpace(int dimension, SpaceType spaceType, DataType dataType) {

  /**
   * Checks a vector.
   *
   * @param vector of a document or of a query
   * @throws IllegalArgumentException if it is none of this space; the message says why
   */
  public void check(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "the vector has " + vector.length + " dimensions, the field has " + dimension);
    }
    for (int i = 0; i < vector.length; i++) {
      if (dataType.holds(vector[i]) == false) {
        throw new IllegalArgumentException(
            "number " + (i + 1) + " of the vector, " + vector[i] + ", is no " + dataType);
      }
    }
    if (spaceType == SpaceType.COSINESIMIL && hasDirection(vector) == false) {
      throw new IllegalArgumentException(
          "the vector has no direction: with space_type ["
              + spaceType
              + "], its squared length must be above zero and within the range of a float");
    }
  }

  private static boolean hasDirection(float[] vector) {
    float squaredLength = VectorUtil.dotProduct(vector, vector);
    return squaredLength > 0 && Float.isFinite(squaredLength);
  }

  /**
   * {@return the least score of vectors within a distance}
   *
   * @param distance in the meaning of the space type
   * @throws IllegalArgumentException if nothing can be at that distance
   */
  public float score(float distance) {
    if (spaceType.hasDistance(distance) == false) {
      throw new IllegalArgumentException(
          "no vectors are at a distance of " + distance + " with space_type [" + spaceType + "]");
    }
    return spaceType.score(distance);
  }

  /** The type of Lucene's field. */
  FieldType fieldType() {
    FieldType type = new FieldType();
    type.setVectorAttributes(dimension, dataType.encoding(), spaceType.similarity());
    type.freeze();
    return type;
  }
}
