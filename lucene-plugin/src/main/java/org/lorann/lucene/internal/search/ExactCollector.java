// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Scores vectors exactly, with Lucene's scorer, in bulks, and hands them to a collector, whose wish
 * to stop it heeds before each vector.
 */
final class ExactCollector {

  /** Vectors scored at a time, as many as Lucene's own exhaustive search takes. */
  static final int BULK = 64;

  private final RandomVectorScorer scorer;
  private final KnnCollector collector;
  private final int[] ordinals = new int[BULK];
  private final float[] scores = new float[BULK];
  private int pending;
  private int scored;
  private int unmoved;

  ExactCollector(RandomVectorScorer scorer, KnnCollector collector) {
    this.scorer = scorer;
    this.collector = collector;
  }

  /**
   * Takes a vector in.
   *
   * @return false if the collector has had enough; the vector was not taken then
   */
  boolean add(int ordinal) throws IOException {
    if (collector.earlyTerminated()) {
      return false;
    }
    ordinals[pending++] = ordinal;
    if (pending == BULK) {
      flush();
    }
    return true;
  }

  /**
   * Takes vectors in, at most {@link #BULK}, scores and collects them at once.
   *
   * @return the scores of those that the collector wanted, which are the first
   */
  float[] scores(int[] bulk) throws IOException {
    flush();
    int taken = 0;
    while (taken < bulk.length && add(bulk[taken])) {
      taken++;
    }
    flush();
    return Arrays.copyOf(scores, taken);
  }

  /** Scores and collects what was taken in and is still waiting. */
  void flush() throws IOException {
    if (pending == 0) {
      return;
    }
    collector.incVisitedCount(pending);
    scored += pending;
    float max = scorer.bulkScore(ordinals, scores, pending);
    if (Float.isNaN(max)) {
      max = replaceNaN();
    }
    if (max >= collector.minCompetitiveSimilarity()) {
      for (int i = 0; i < pending; i++) {
        if (collector.collect(scorer.ordToDoc(ordinals[i]), scores[i]) == false) {
          unmoved++;
        }
      }
    }
    pending = 0;
  }

  /**
   * The cosine of a vector whose square is zero is no number. Collectors would take that to be more
   * than all numbers, and one of them would hide how good the others of its bulk are.
   *
   * @return the greatest score
   */
  private float replaceNaN() {
    float max = 0;
    for (int i = 0; i < pending; i++) {
      scores[i] = Float.isNaN(scores[i]) ? 0 : scores[i];
      max = Math.max(max, scores[i]);
    }
    return max;
  }

  /** How many vectors were scored. */
  int scored() {
    return scored;
  }

  /** How many vectors the collector took without changing the similarity to beat. */
  int unmoved() {
    return unmoved;
  }
}
