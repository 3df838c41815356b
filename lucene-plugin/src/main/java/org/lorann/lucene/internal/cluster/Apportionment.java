// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

/** Shares out clusters in proportion to sizes. */
final class Apportionment {

  private Apportionment() {}

  /**
   * Splits {@code total} into whole shares proportional to sizes by Adams's divisor method: each
   * next seat goes where the size per seat is greatest. No share exceeds its size, and every part
   * that is not empty gets one as long as they last.
   *
   * @param total at most the sum of the sizes
   */
  static int[] apportion(int total, int[] sizes) {
    int[] shares = new int[sizes.length];
    for (int seat = 0; seat < total; seat++) {
      int best = -1;
      double bestQuotient = 0;
      for (int i = 0; i < sizes.length; i++) {
        double quotient = shares[i] == 0 ? Double.MAX_VALUE : (double) sizes[i] / shares[i];
        if (shares[i] < sizes[i] && quotient > bestQuotient) {
          best = i;
          bestQuotient = quotient;
        }
      }
      shares[best]++;
    }
    return shares;
  }
}
