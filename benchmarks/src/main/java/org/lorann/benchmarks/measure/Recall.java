// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.util.Arrays;

/** The share of the true nearest neighbours that a search found. */
public final class Recall {

  private Recall() {}

  /** Mean recall over all queries; each true row counts once, however often it was returned. */
  public static double mean(int[][] truth, int[][] found) {
    if (truth.length != found.length) {
      throw new IllegalArgumentException(
          found.length + " answers for " + truth.length + " queries");
    }
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += of(truth[i], found[i]);
    }
    return sum / truth.length;
  }

  static double of(int[] truth, int[] found) {
    int[] sorted = found.clone();
    Arrays.sort(sorted);
    int hits = 0;
    for (int row : truth) {
      if (Arrays.binarySearch(sorted, row) >= 0) {
        hits++;
      }
    }
    return (double) hits / truth.length;
  }
}
