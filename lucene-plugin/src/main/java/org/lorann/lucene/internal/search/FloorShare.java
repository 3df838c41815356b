// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * The part that one segment has in a {@link SharedFloor}: translates between the estimates of the
 * segment and similarities.
 */
final class FloorShare {

  private final SharedFloor floor;
  private final int firstVector;
  private final EstimateScale scale;
  private final ErrorMeter errors;
  private final boolean allWanted;

  /**
   * A part in a floor.
   *
   * @param firstVector the number that the first vector of the segment has among those of all
   * @param scale the scale of the segment's estimates
   * @param errors knows by how much they are off, which may differ from segment to segment
   * @param allWanted whether the segment has to return as many as it is asked for
   */
  FloorShare(
      SharedFloor floor,
      int firstVector,
      EstimateScale scale,
      ErrorMeter errors,
      boolean allWanted) {
    this.floor = floor;
    this.firstVector = firstVector;
    this.scale = scale;
    this.errors = errors;
    this.allWanted = allWanted;
  }

  /** Whether the segment has to return as many as it is asked for. */
  boolean allWanted() {
    return allWanted;
  }

  /** Whether enough was found for there to be a floor. */
  boolean isKnown() {
    return floor.value() > Float.NEGATIVE_INFINITY;
  }

  /** The estimate to beat, or negative infinity as long as there are too few. */
  float value() {
    return scale.estimate(floor.value()) - errors.bias();
  }

  /** Takes the estimate of a vector of this segment into account. */
  void offer(int ordinal, float estimate) {
    floor.offer(firstVector + ordinal, scale.similarity(estimate + errors.bias()));
  }
}
