// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;

/** At which margins a search scores which of its candidates exactly. */
final class RerankTrace {

  /** Vectors further behind the floor than this many units are taken to be out of reach. */
  private static final int MAX_DISTANCE = 4;

  /** The bins from this one on are out of reach. */
  private static final int END = Reranking.bin(MAX_DISTANCE) + 1;

  /**
   * Candidates scored exactly, at most, for each that makes up the floor; from those that follow
   * nothing is learnt.
   */
  private static final int MAX_SCORED = 16;

  /** What distances are measured from, and in which unit. */
  private final float floor;

  private final float unit;

  /** By bin, the least margin at which its candidates are scored exactly. */
  private final float[] margins = new float[END];

  /** How many there are in a bin and those before it. */
  private final int[] sums = new int[END];

  private RerankTrace(float floor, float unit) {
    this.floor = floor;
    this.unit = unit;
    Arrays.fill(margins, Float.POSITIVE_INFINITY);
  }

  /**
   * Goes through the candidates as a search would that takes all of them.
   *
   * @param neighbors how many are searched for
   * @param k how many of the best estimates make the floor
   * @param floor the floor in the end
   * @param unit what distances from it are measured in
   */
  static RerankTrace of(
      int neighbors, int k, float floor, float unit, TraceCandidates candidates, ExactScores exact)
      throws IOException {
    RerankTrace trace = new RerankTrace(floor, unit);
    if (trace.hasFloor()) {
      trace.replay(neighbors, MAX_SCORED * k, candidates, exact);
    }
    return trace;
  }

  /** What an estimate must exceed to be within reach of a floor. */
  static float reach(float floor, float unit) {
    return floor - MAX_DISTANCE * unit;
  }

  private void replay(int neighbors, int maxScored, TraceCandidates candidates, ExactScores exact)
      throws IOException {
    int[] counts = new int[Reranking.BINS];
    BestCandidates best = new BestCandidates(maxScored);
    gather(candidates, counts, best);
    candidates.forEachDropped(
        reach(floor, unit), (estimate, count) -> counts[bin(estimate)] += count);
    rerank(new Reranking(neighbors, counts, END), counts, best.bins(floor, unit), maxScored, exact);
  }

  private void gather(TraceCandidates candidates, int[] counts, BestCandidates best) {
    for (int i = 0; i < candidates.size(); i++) {
      float estimate = candidates.estimate(i);
      if (isInReach(estimate)) {
        counts[bin(estimate)]++;
        if (estimate > best.threshold()) {
          best.add(candidates.ordinal(i), estimate);
        }
      }
    }
  }

  private boolean isInReach(float estimate) {
    return estimate > reach(floor, unit);
  }

  private int bin(float estimate) {
    return Reranking.bin((floor - estimate) / unit);
  }

  private void rerank(
      Reranking reranking, int[] counts, CandidateBins best, int maxScored, ExactScores exact)
      throws IOException {
    float margin = 0;
    int count = 0;
    int from = 0;
    for (int bin = 0; bin < END; bin++) {
      if (counts[bin] > 0) {
        margin = Math.max(margin, reranking.margin(bin));
        reranking.take(bin);
      }
      count += counts[bin];
      margins[bin] = margin;
      sums[bin] = count;
      if (reranking.isLessonDue() && count <= maxScored) {
        score(best.byOrdinal(from, bin + 1), reranking, exact);
        from = bin + 1;
        reranking.learn();
      }
    }
  }

  private static void score(long[] candidates, Reranking reranking, ExactScores exact)
      throws IOException {
    int[] ordinals = new int[candidates.length];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = (int) (candidates[i] >> Integer.SIZE);
    }
    float[] scores = exact.of(ordinals);
    for (int i = 0; i < scores.length; i++) {
      reranking.scored((int) candidates[i], scores[i]);
    }
  }

  /** Whether there were enough vectors for a search to stop early. */
  boolean hasFloor() {
    return floor > Float.NEGATIVE_INFINITY && unit > 0;
  }

  /** The least margin at which a vector is scored exactly, or infinity if it is out of reach. */
  float margin(float estimate) {
    return isInReach(estimate) ? margins[bin(estimate)] : Float.POSITIVE_INFINITY;
  }

  /** How many candidates are scored exactly at a margin. */
  int within(float margin) {
    int count = 0;
    for (int bin = 0; bin < END && margins[bin] <= margin; bin++) {
      count = sums[bin];
    }
    return count;
  }
}
