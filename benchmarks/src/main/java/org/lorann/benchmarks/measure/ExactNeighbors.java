// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.HitQueue;
import org.apache.lucene.search.ScoreDoc;

/**
 * The true nearest rows of each query, by comparing it with every row. They are the yardstick of
 * recall and so must not depend on any index.
 */
public final class ExactNeighbors {

  private ExactNeighbors() {}

  /** The best k rows per query, best first. */
  public static int[][] of(
      VectorSimilarityFunction similarity, float[][] rows, float[][] queries, int k, int threads)
      throws IOException {
    int[][] neighbors = new int[queries.length][];
    Parallel.run(
        threads,
        worker -> {
          for (int i = worker; i < queries.length; i += threads) {
            neighbors[i] = nearest(similarity, rows, queries[i], k);
          }
        });
    return neighbors;
  }

  private static int[] nearest(
      VectorSimilarityFunction similarity, float[][] rows, float[] query, int k) {
    HitQueue best = new HitQueue(Math.min(k, rows.length), true);
    ScoreDoc worst = best.top();
    for (int row = 0; row < rows.length; row++) {
      float score = similarity.compare(query, rows[row]);
      if (score > worst.score) {
        worst.doc = row;
        worst.score = score;
        worst = best.updateTop();
      }
    }
    int[] nearest = new int[best.size()];
    for (int i = nearest.length - 1; i >= 0; i--) {
      nearest[i] = best.pop().doc;
    }
    return nearest;
  }
}
