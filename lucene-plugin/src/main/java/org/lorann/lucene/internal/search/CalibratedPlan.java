// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import org.lorann.lucene.internal.format.Calibration;

/**
 * Goes as far as needed for a recall, adapting to the query: a cluster is probed while its centroid
 * lies not too far behind the k-th best estimate so far, a vector is scored exactly if its estimate
 * does. How far is too far was measured when the segment was written.
 *
 * <p>The unit is the {@link SpreadMeter spread} of the query's scores within clusters. To the
 * distance of a cluster is added the logarithm of its rank: that nearer clusters exist is evidence
 * of its own against it. On the definitions of the quickstart, and a recall of .95, distance alone
 * needed 39 probes, rank alone, which is a fixed number of probes, 31, and their sum 27.
 */
final class CalibratedPlan extends SearchPlan {

  private final Calibration.Limits limits;
  private final int size;
  private final int k;
  private final MarginCandidates candidates;
  private final SpreadMeter meter = new SpreadMeter();

  CalibratedPlan(Calibration.Limits limits, int size, int k) {
    this.limits = limits;
    this.size = size;
    this.k = k;
    this.candidates = new MarginCandidates(Math.min(k, size));
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
  boolean wantsMore(int probes, long vectors, float centroidScore) {
    float floor = candidates.floor();
    return floor == Float.NEGATIVE_INFINITY
        || meter.isComplete() == false
        || distance(floor, centroidScore, meter.spread(), probes) <= limits.probeMargin();
  }

  /** How far a cluster lies behind a floor. */
  static float distance(float floor, float centroidScore, float spread, int rank) {
    return (floor - centroidScore) / spread + (float) Math.log1p(rank);
  }

  @Override
  void clusterScored(float[] estimates, int clusterSize) {
    if (meter.isComplete() == false) {
      meter.add(estimates, clusterSize);
      candidates.setMargin(limits.rerankMargin() * meter.spread());
    }
  }

  @Override
  Candidates candidates() {
    return candidates;
  }

  @Override
  SearchPlan widened(int factor) {
    return new CalibratedPlan(limits, size, (int) Math.min(size, (long) k * factor));
  }
}
