// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * Keeps all vectors whose estimate is at most a margin below the k-th greatest estimate so far,
 * which is called the floor. A vector may be added once for each of its clusters; it counts once,
 * with its greatest estimate.
 */
final class MarginCandidates extends Candidates {

  private final Floor floor;
  private FloorShare share;
  private float margin = Float.POSITIVE_INFINITY;
  private long[] buffer = new long[256];
  private int size;

  /** Measures the margin from the {@code k}-th best; at least one. */
  MarginCandidates(int k) {
    floor = new Floor(k);
  }

  /** The k-th greatest estimate. */
  Floor floor() {
    return floor;
  }

  /** What estimates are held against: the floor or, if that is higher, the shared one. */
  float floorValue() {
    float own = floor.value();
    // Without enough of its own, a search of a segment goes on whatever others have found.
    boolean alone = share == null || share.isKnown() == false || own == Float.NEGATIVE_INFINITY;
    return alone ? own : Math.max(own, share.value());
  }

  /** Shares the floor with other segments from now on. */
  void share(FloorShare share) {
    this.share = share;
    for (long key : floor.keys()) {
      share.offer(ordinal(key), estimate(key));
    }
  }

  /** Takes an estimate into account for the floor only. */
  void offer(int ordinal, float estimate) {
    floor.offer(ordinal, estimate);
    if (share != null) {
      share.offer(ordinal, estimate);
    }
  }

  /** Changes the margin, which is infinite at first. */
  void setMargin(float margin) {
    this.margin = margin;
  }

  @Override
  float threshold() {
    float floor = floorValue();
    // Negative infinity must not meet a positive one.
    return floor == Float.NEGATIVE_INFINITY ? floor : Math.nextDown(floor - margin);
  }

  @Override
  void add(int ordinal, float estimate) {
    if (size == buffer.length) {
      compact();
    }
    buffer[size++] = key(ordinal, estimate);
    offer(ordinal, estimate);
  }

  /** Drops what has fallen below the threshold; doubles the buffer if that is less than half. */
  private void compact() {
    dropBelowThreshold();
    if (size > buffer.length / 2) {
      buffer = Arrays.copyOf(buffer, ArrayUtil.oversize(2 * size, Long.BYTES));
    }
  }

  private void dropBelowThreshold() {
    float threshold = threshold();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (estimate(buffer[i]) > threshold) {
        buffer[kept++] = buffer[i];
      }
    }
    size = kept;
  }

  /**
   * All that are kept, those of vectors with two clusters twice perhaps. Nothing may be added
   * afterwards.
   *
   * @param unit what their distances from the floor are measured in
   */
  CandidateBins bins(float unit) {
    dropBelowThreshold();
    return new CandidateBins(buffer, size, floorValue(), unit);
  }
}
