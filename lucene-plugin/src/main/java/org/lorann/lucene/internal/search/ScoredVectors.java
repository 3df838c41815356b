// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.SparseFixedBitSet;

/** Has vectors scored exactly and collected, and remembers which were, as each is to be once. */
final class ScoredVectors implements ExactScores {

  private final ExactCollector exact;
  private final EstimateScale scale;
  private final SparseFixedBitSet scored;

  /** Takes vectors with ordinals below {@code size}, of which none was scored. */
  ScoredVectors(ExactCollector exact, EstimateScale scale, int size) {
    this.exact = exact;
    this.scale = scale;
    this.scored = new SparseFixedBitSet(size);
  }

  /** {@inheritDoc} At most {@link ExactCollector#BULK}, none of which was scored. */
  @Override
  public float[] of(int[] ordinals) throws IOException {
    float[] scores = scale.of(exact.scores(ordinals));
    for (int i = 0; i < scores.length; i++) {
      scored.set(ordinals[i]);
    }
    return scores;
  }

  /** Scores vectors, of which none was, as long as the collector wants more. */
  void collect(int[] ordinals) throws IOException {
    for (int ordinal : ordinals) {
      if (exact.add(ordinal) == false) {
        break;
      }
      scored.set(ordinal);
    }
    exact.flush();
  }

  /** Whether a vector was scored. */
  boolean contains(int ordinal) {
    return scored.get(ordinal);
  }

  /** Those of some ordinals whose vectors were not scored, in the same order. */
  int[] others(int[] ordinals) {
    int[] others = new int[ordinals.length];
    int count = 0;
    for (int ordinal : ordinals) {
      if (scored.get(ordinal) == false) {
        others[count++] = ordinal;
      }
    }
    return Arrays.copyOf(others, count);
  }

  /** How many were scored. */
  int count() {
    return scored.cardinality();
  }
}
