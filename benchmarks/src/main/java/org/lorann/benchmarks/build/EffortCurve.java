// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The recall of an index by the vectors visited. Between two settings it is taken to be linear in
 * the logarithm of the visits.
 *
 * @param efforts by ascending visits
 */
record EffortCurve(List<Effort> efforts) {

  /** Goes from the least number of probes to the greatest, always twice as many. */
  static EffortCurve of(ProbedSearches searches, int least, int greatest) throws IOException {
    List<Effort> efforts = new ArrayList<>();
    for (int probes = least; probes <= greatest; probes *= 2) {
      efforts.add(searches.run(probes));
    }
    return new EffortCurve(efforts);
  }

  /** The recall at the most visits for more than these, NaN for fewer than the fewest. */
  double recallAt(double visited) {
    if (visited < efforts.getFirst().visited()) {
      return Double.NaN;
    }
    for (int i = 1; i < efforts.size(); i++) {
      Effort less = efforts.get(i - 1);
      Effort more = efforts.get(i);
      if (less.visited() <= visited && visited < more.visited()) {
        double share =
            Math.log(visited / less.visited()) / Math.log(more.visited() / less.visited());
        return less.recall() + share * (more.recall() - less.recall());
      }
    }
    return efforts.getLast().recall();
  }
}
