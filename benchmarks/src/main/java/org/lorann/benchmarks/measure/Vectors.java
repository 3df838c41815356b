// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;

/** Vectors of one dimension that need not fit into memory. Safe for use by many threads. */
public interface Vectors {

  /** How many there are. */
  int size();

  /** How many numbers each has. */
  int dimension();

  /** A copy, or the only instance, of the vector of a row; not to be changed. */
  float[] get(int row) throws IOException;

  /** Vectors in memory, at least one of them. */
  static Vectors of(float[][] rows) {
    return new Vectors() {
      @Override
      public int size() {
        return rows.length;
      }

      @Override
      public int dimension() {
        return rows[0].length;
      }

      @Override
      public float[] get(int row) {
        return rows[row];
      }
    };
  }

  /** The first vectors, count of them. */
  default Vectors first(int count) {
    Vectors all = this;
    return new Vectors() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public int dimension() {
        return all.dimension();
      }

      @Override
      public float[] get(int row) throws IOException {
        return all.get(row);
      }
    };
  }
}
