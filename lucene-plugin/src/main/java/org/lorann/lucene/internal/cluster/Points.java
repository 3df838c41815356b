// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;

/**
 * Points in memory.
 *
 * @param values {@code size * dimension} coordinates, point after point
 */
public record Points(float[] values, int size, int dimension) implements PointSet {

  /** Copies the points with the given indices into memory. */
  static Points of(PointSet source, int[] rows) throws IOException {
    float[] copy = new float[rows.length * source.dimension()];
    source.read(rows, 0, rows.length, copy);
    return new Points(copy, rows.length, source.dimension());
  }

  @Override
  public void read(int from, int count, float[] target) {
    System.arraycopy(values, from * dimension, target, 0, count * dimension);
  }

  @Override
  public void read(int[] rows, int from, int count, float[] target) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, rows[from + i] * dimension, target, i * dimension, dimension);
    }
  }
}
