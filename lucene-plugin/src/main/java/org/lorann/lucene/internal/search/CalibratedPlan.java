// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.Calibration;

/** Goes as far as needed for a recall, as measured when the segment was written. */
final class CalibratedPlan extends SearchPlan {

  private final Calibration.Limits limits;
  private final int size;
  private final int k;

  CalibratedPlan(Calibration.Limits limits, int size, int k) {
    this.limits = limits;
    this.size = size;
    this.k = k;
  }

  @Override
  long expectedVisits() {
    return (long) (limits.visitRatio() * size);
  }

  @Override
  int expectedRerank() {
    return (int) Math.max(k, limits.rerank());
  }

  @Override
  Probes begin(ClusterRanking ranking) {
    return new CalibratedProbes(ranking, limits, Math.min(k, size));
  }

  @Override
  SearchPlan widened(int factor) {
    return new CalibratedPlan(limits, size, (int) Math.min(size, (long) k * factor));
  }
}
