// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.util.SplittableRandom;

/** Random choice without replacement. */
public final class Sampling {

  private Sampling() {}

  /**
   * Chooses {@code size} of the numbers below {@code n}, all subsets being equally likely, in
   * ascending order (Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S).
   */
  public static int[] choose(int n, int size, SplittableRandom random) {
    int[] chosen = new int[size];
    int count = 0;
    for (int i = 0; count < size; i++) {
      if (random.nextInt(n - i) < size - count) {
        chosen[count++] = i;
      }
    }
    return chosen;
  }
}
