// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;

/** Has the candidates of a search scored exactly, the most promising first. */
final class RerankPass {

  private final CandidateBins bins;
  private final Reranking reranking;
  private final ScoredVectors scored;
  private final ErrorMeter errors;

  /** A bit for each position in the sample whose score was passed on. */
  private long passedOn;

  /**
   * Prepares a pass.
   *
   * @param scored where vectors are scored; some may have been before
   * @param errors knows the exact scores of some of those
   */
  RerankPass(CandidateBins bins, Reranking reranking, ScoredVectors scored, ErrorMeter errors) {
    this.bins = bins;
    this.reranking = reranking;
    this.scored = scored;
    this.errors = errors;
  }

  /** Scores all that is within a margin, or until the collector has had enough. */
  void run(float margin) throws IOException {
    int from = 0;
    int bin = 0;
    for (; bin < bins.end(); bin++) {
      if (bins.counts()[bin] == 0) {
        continue;
      }
      if (reranking.margin(bin) > margin) {
        break;
      }
      reranking.take(bin);
      if (reranking.isLessonDue()) {
        if (score(from, bin + 1) == false) {
          return;
        }
        reranking.learn();
        from = bin + 1;
      }
    }
    score(from, bin);
  }

  /** Returns false if the collector has had enough. */
  private boolean score(int fromBin, int toBin) throws IOException {
    long[] keys = unscored(bins.byOrdinal(fromBin, toBin));
    for (int from = 0; from < keys.length; from += ExactCollector.BULK) {
      int[] ordinals = new int[Math.min(ExactCollector.BULK, keys.length - from)];
      for (int i = 0; i < ordinals.length; i++) {
        ordinals[i] = ordinal(keys[from + i]);
      }
      float[] scores = scored.of(ordinals);
      for (int i = 0; i < scores.length; i++) {
        reranking.scored((int) keys[from + i], scores[i]);
      }
      if (scores.length < ordinals.length) {
        return false;
      }
    }
    return true;
  }

  /** Those not scored yet, once each. The scores of others are passed on if they are known. */
  private long[] unscored(long[] keys) {
    int count = 0;
    int last = -1;
    for (long key : keys) {
      int ordinal = ordinal(key);
      if (scored.contains(ordinal)) {
        passOn(ordinal, (int) key);
      } else if (ordinal != last) {
        keys[count++] = key;
      }
      last = ordinal;
    }
    return Arrays.copyOf(keys, count);
  }

  private void passOn(int ordinal, int bin) {
    int position = errors.position(ordinal);
    if (position >= 0 && (passedOn & 1L << position) == 0) {
      passedOn |= 1L << position;
      reranking.scored(bin, errors.score(position));
    }
  }

  private static int ordinal(long key) {
    return (int) (key >> Integer.SIZE);
  }
}
