// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * The vector searched for, whatever the encoding of the field, as floats.
 *
 * @param values one per dimension of the field
 */
public record QueryVector(float[] values) {

  /** A query of a float field. The array is not modified. */
  public static QueryVector of(float[] target) {
    return new QueryVector(target);
  }

  /** A query of a byte field. */
  public static QueryVector of(byte[] target) {
    float[] values = new float[target.length];
    for (int i = 0; i < target.length; i++) {
      values[i] = target[i];
    }
    return new QueryVector(values);
  }

  /** The Euclidean length; 1 for the zero vector, so that it can be divided by. */
  public double length() {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return squares > 0 ? Math.sqrt(squares) : 1;
  }
}
