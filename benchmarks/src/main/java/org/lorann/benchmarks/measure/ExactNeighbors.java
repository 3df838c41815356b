// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.HitQueue;
import org.apache.lucene.search.ScoreDoc;

/**
 * The true nearest rows of each query, by comparing it with every row. They are the yardstick of
 * recall and so must not depend on any index.
 */
public final class ExactNeighbors {
  private static final int PROGRESS_ROWS = 1024;

  private final VectorSimilarityFunction similarity;
  private final Vectors rows;
  private final Accepted accepted;
  private final int k;

  /** Which rows may be among the neighbours of a query. */
  @FunctionalInterface
  public interface Accepted {
    boolean test(int query, int row);
  }

  private ExactNeighbors(
      VectorSimilarityFunction similarity, Vectors rows, Accepted accepted, int k) {
    this.similarity = similarity;
    this.rows = rows;
    this.accepted = accepted;
    this.k = k;
  }

  /** The best k rows per query, best first. */
  public static int[][] of(
      VectorSimilarityFunction similarity, Vectors rows, float[][] queries, int k, int threads)
      throws IOException {
    return of(similarity, rows, queries, (query, row) -> true, k, threads, done -> {});
  }

  /**
   * The best k accepted rows per query, or all of them if there are fewer, best first.
   *
   * @param progress told how many rows more were compared, {@code rows * threads} in all
   */
  public static int[][] of(
      VectorSimilarityFunction similarity,
      Vectors rows,
      float[][] queries,
      Accepted accepted,
      int k,
      int threads,
      IntConsumer progress)
      throws IOException {
    int[][] neighbors = new int[queries.length][];
    ExactNeighbors search = new ExactNeighbors(similarity, rows, accepted, k);
    Parallel.run(threads, worker -> search.fill(neighbors, queries, worker, threads, progress));
    return neighbors;
  }

  /** Each row is read once for all queries of a worker: rows may come from a disk. */
  private void fill(int[][] neighbors, float[][] queries, int first, int step, IntConsumer progress)
      throws IOException {
    HitQueue[] best = new HitQueue[queries.length];
    for (int i = first; i < queries.length; i += step) {
      best[i] = new HitQueue(Math.min(k, rows.size()), true);
    }
    for (int row = 0; row < rows.size(); row++) {
      float[] vector = rows.get(row);
      for (int i = first; i < queries.length; i += step) {
        if (accepted.test(i, row)) {
          offer(best[i], row, similarity.compare(queries[i], vector));
        }
      }
      if ((row + 1) % PROGRESS_ROWS == 0) {
        progress.accept(PROGRESS_ROWS);
      }
    }
    progress.accept(rows.size() % PROGRESS_ROWS);
    for (int i = first; i < queries.length; i += step) {
      neighbors[i] = bestFirst(best[i]);
    }
  }

  private static void offer(HitQueue best, int row, float score) {
    ScoreDoc worst = best.top();
    if (score > worst.score) {
      worst.doc = row;
      worst.score = score;
      best.updateTop();
    }
  }

  /** Places that no row took still hold the queue's sentinels, which come out first. */
  private static int[] bestFirst(HitQueue best) {
    while (best.size() > 0 && best.top().score == Float.NEGATIVE_INFINITY) {
      best.pop();
    }
    int[] nearest = new int[best.size()];
    for (int i = nearest.length - 1; i >= 0; i--) {
      nearest[i] = best.pop().doc;
    }
    return nearest;
  }
}
