// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * How far a search goes: to a number of neighbours in each shard, or to a radius. Exactly one is
 * given.
 *
 * @param k the number of neighbours, 1 to 10,000, or null
 * @param minScore the least score, above 0, or null
 * @param maxDistance the greatest distance, in the meaning of the field's space type, or null
 */
record Extent(Integer k, Float minScore, Float maxDistance) {

  static final String K = "k";
  static final String MIN_SCORE = "min_score";
  static final String MAX_DISTANCE = "max_distance";

  /** As in k-NN. */
  private static final int GREATEST_K = 10_000;

  Extent {
    if (Stream.of(k, minScore, maxDistance).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "give exactly one of [" + K + "], [" + MIN_SCORE + "] and [" + MAX_DISTANCE + "]");
    }
    if (k != null && (k < 1 || k > GREATEST_K)) {
      throw new IllegalArgumentException(
          "[" + K + "] must be between 1 and " + GREATEST_K + ", got [" + k + "]");
    }
    if (minScore != null && (minScore > 0 && Float.isFinite(minScore)) == false) {
      throw new IllegalArgumentException(
          "[" + MIN_SCORE + "] must be above 0, got [" + minScore + "]");
    }
    if (maxDistance != null && Float.isFinite(maxDistance) == false) {
      throw new IllegalArgumentException(
          "[" + MAX_DISTANCE + "] must be a number, got [" + maxDistance + "]");
    }
  }

  boolean isRadius() {
    return k == null;
  }
}
