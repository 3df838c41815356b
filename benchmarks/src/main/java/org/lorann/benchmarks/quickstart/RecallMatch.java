// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;

/**
 * Finds the least effort with which a search reaches a recall. Speeds compare fairly only at equal
 * recall, and a coarse grid would hand the other side more effort than it needs.
 */
final class RecallMatch {

  /** Recall of a search with a given effort; it must not fall as the effort grows. */
  @FunctionalInterface
  interface RecallOf {
    double at(int effort) throws IOException;
  }

  private RecallMatch() {}

  /** The least effort from start to limit that reaches the recall, or the limit if none does. */
  static int leastEffort(double recall, int start, int limit, RecallOf recallOf)
      throws IOException {
    int enough = start;
    int tooLittle = start - 1;
    while (enough < limit && recallOf.at(enough) < recall) {
      tooLittle = enough;
      enough = Math.min(limit, 2 * enough);
    }
    while (enough - tooLittle > 1) {
      int middle = (tooLittle + enough) / 2;
      if (recallOf.at(middle) < recall) {
        tooLittle = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }
}
