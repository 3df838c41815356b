// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;

/**
 * One pass over the clusters of a segment: which is probed next, and which of its vectors become
 * candidates.
 */
abstract class Probes {

  /** The next cluster, or -1 if there are none left that are worth it. */
  abstract int next() throws IOException;

  /**
   * Takes note of the estimates of the vectors of a cluster, before they become candidates. Not
   * called for clusters none of whose vectors may be returned.
   */
  abstract void scanned(int cluster, float[] estimates, int size);

  /**
   * The floor that vectors are offered to as long as it is still to be found out which of them
   * become candidates; they do afterwards, or when there are no more clusters. Null once that is
   * known.
   */
  Floor measuringFloor() {
    return null;
  }

  /** Whether vectors of the next cluster may be scored exactly instead of being estimated. */
  boolean takesScores() {
    return false;
  }

  /**
   * Takes note of a cluster all of whose vectors that may be returned have been scored exactly.
   * Called only if {@link #takesScores}.
   *
   * @param ordinals the first so many of them that there are scores for are new
   * @param scores exact scores, on the scale of estimates
   */
  void scored(int cluster, int[] ordinals, float[] scores) {
    throw new UnsupportedOperationException("these probes take no scores");
  }

  abstract Candidates candidates();

  /** Has those of the candidates scored exactly that are worth it and were not. */
  abstract void rerank(ScoredVectors scored) throws IOException;
}
