// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.FieldEntry;

/** Goes as far as needed for a recall, as measured when the segment was written. */
final class CalibratedPlan extends SearchPlan {

  private final Calibration.Limits limits;
  private final FieldEntry entry;
  private final int k;

  CalibratedPlan(Calibration.Limits limits, FieldEntry entry, int k) {
    this.limits = limits;
    this.entry = entry;
    this.k = k;
  }

  @Override
  long expectedVisits() {
    return (long) (limits.visitRatio() * entry.clusters().codes());
  }

  @Override
  int expectedRerank() {
    return (int) Math.max(k, limits.rerank());
  }

  @Override
  Probes begin(ClusterRanking ranking, ErrorMeter errors, ClusterFilter filter) {
    return new CalibratedProbes(ranking, limits, Math.min(k, entry.size()), errors, filter);
  }

  @Override
  SearchPlan widened(int factor) {
    return new CalibratedPlan(limits, entry, (int) Math.min(entry.size(), (long) k * factor));
  }
}
