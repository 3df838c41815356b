// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.FieldEntry;

/** Goes as far as needed for a recall, as measured when the segment was written. */
final class CalibratedPlan extends SearchPlan {

  private final Calibration.Limits limits;
  private final SharedFloorStrategy shared;
  private final FieldEntry entry;
  private final int floor;

  /**
   * A plan for a recall.
   *
   * @param shared the part in a search of several segments, or null
   * @param k how many neighbours the segment is asked for
   */
  CalibratedPlan(double recall, SharedFloorStrategy shared, FieldEntry entry, int k) {
    // Lucene asks small segments for more than the search is for.
    int wanted = shared == null ? k : Math.min(k, shared.k());
    this.limits = entry.clusters().calibration().limits(wanted, recall);
    this.shared = shared;
    this.entry = entry;
    this.floor =
        shared == null
            ? Math.addExact(k, SPARE)
            // As many as it takes to compare the segment's estimates with those of others.
            : Math.max(
                ErrorMeter.SMALL_SAMPLE, Math.addExact(shared.allWanted() ? k : wanted, SPARE));
  }

  private CalibratedPlan(
      Calibration.Limits limits, SharedFloorStrategy shared, FieldEntry entry, int floor) {
    this.limits = limits;
    this.shared = shared;
    this.entry = entry;
    this.floor = floor;
  }

  @Override
  long expectedVisits() {
    return (long) (limits.visitRatio() * entry.clusters().codes());
  }

  @Override
  int expectedRerank() {
    return (int) Math.max(floor, limits.rerank());
  }

  @Override
  Probes begin(
      ClusterRanking ranking, EstimateScale scale, ErrorMeter errors, ClusterFilter filter) {
    FloorShare share = shared == null ? null : shared.share(scale, errors);
    return new CalibratedProbes(
        ranking, limits, Math.min(floor, entry.size()), errors, filter, share);
  }

  @Override
  boolean mayFindFewer() {
    return shared != null && shared.allWanted() == false;
  }

  /** For those that this one did not find enough for, whatever other segments have. */
  @Override
  SearchPlan widened(int factor) {
    return new CalibratedPlan(
        limits, null, entry, (int) Math.min(entry.size(), (long) floor * factor));
  }
}
