// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

/**
 * Points in memory.
 *
 * @param values {@code size * dimension} coordinates, point after point
 */
public record Points(float[] values, int size, int dimension) {

  /** Copies the points with the given indices. */
  Points subset(int[] rows) {
    float[] copy = new float[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * dimension, copy, i * dimension, dimension);
    }
    return new Points(copy, rows.length, dimension);
  }
}
