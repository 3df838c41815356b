// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * The centroids that the vectors of a segment belong to, in a temporary file: two ints each, of
 * which the second is -1 for vectors with one centroid. Grouped by centroid they are read a window
 * at a time; each window takes one pass over the file, which is little against what is done with
 * the vectors of a window.
 */
final class Assignments {

  /** Stands for a second centroid that there is not. */
  static final int NONE = -1;

  private int[] sizes;
  private int vectors;

  /**
   * Creates assignments.
   *
   * @param centroids how many there are
   */
  Assignments(int centroids) {
    this.sizes = new int[centroids];
  }

  /** Makes room for centroids that were not there at first. */
  void grow(int centroids) {
    if (centroids > sizes.length) {
      sizes = Arrays.copyOf(sizes, centroids);
    }
  }

  /** Writes the centroids of the next vectors. */
  void write(int[] first, int[] second, IndexOutput out) throws IOException {
    for (int i = 0; i < first.length; i++) {
      out.writeInt(first[i]);
      out.writeInt(second[i]);
      sizes[first[i]]++;
      if (second[i] != NONE) {
        sizes[second[i]]++;
      }
    }
    vectors += first.length;
  }

  /** The number of vectors of each centroid. */
  int[] sizes() {
    return sizes;
  }

  /**
   * The ordinals at some positions of the order by centroid and, for equal centroids, by ordinal.
   *
   * @param in what was written
   */
  int[] ordinals(IndexInput in, int from, int to) throws IOException {
    int[] next = new int[sizes.length];
    for (int i = 1; i < sizes.length; i++) {
      next[i] = next[i - 1] + sizes[i - 1];
    }
    int[] window = new int[to - from];
    IndexInput clone = in.clone();
    clone.seek(0);
    for (int ordinal = 0; ordinal < vectors; ordinal++) {
      for (int place = 0; place < 2; place++) {
        int centroid = clone.readInt();
        int position = centroid == NONE ? -1 : next[centroid]++;
        if (position >= from && position < to) {
          window[position - from] = ordinal;
        }
      }
    }
    return window;
  }
}
