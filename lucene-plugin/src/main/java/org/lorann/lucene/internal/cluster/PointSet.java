// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;

/**
 * Points that are read in batches, as there may be too many for the heap. Safe for many threads.
 */
public interface PointSet {

  /** The number of points. */
  int size();

  /** The number of coordinates of each. */
  int dimension();

  /** Copies {@code count} points, beginning with point {@code from}, to the start of an array. */
  void read(int from, int count, float[] target) throws IOException;

  /** Copies the points {@code rows[from]} to {@code rows[from + count - 1]}. */
  void read(int[] rows, int from, int count, float[] target) throws IOException;
}
