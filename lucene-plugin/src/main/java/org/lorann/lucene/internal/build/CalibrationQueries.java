// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.lucene.internal.cluster.Sampling;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;
import org.lorann.lucene.internal.search.QueryVector;

/**
 * Queries made up from the vectors of a segment, with their exact nearest neighbours.
 *
 * <p>Real queries are often unlike the vectors they search (a question is not a passage), and
 * harder: taking vectors of the segment as queries flatters the index. So half of the queries here
 * are vectors with a share of another one mixed in, and the other half are vectors as they are.
 * Those that a query was made from are not counted among its neighbours.
 */
final class CalibrationQueries {

  /** How much of the other vector is mixed in, relative to the first. */
  private static final float MIXING = 0.6f;

  /** Numbers of raw vectors compared with the queries at a time, 4 MB. */
  private static final int BATCH_FLOATS = 1 << 20;

  /** Batches whose scores are in memory at a time. */
  private static final int WAVE = 16;

  private final VectorSource vectors;
  private final boolean euclidean;
  private final int count;
  private final float[] queries;
  private final int[][] parents;
  private final NeighborList[] neighbors;

  /**
   * Makes queries.
   *
   * @param count how many; at most half the number of vectors
   * @param depth how many neighbours of each are wanted
   */
  CalibrationQueries(
      VectorSource vectors,
      VectorSimilarityFunction similarity,
      float[] mean,
      int count,
      int depth,
      SplittableRandom random)
      throws IOException {
    this.vectors = vectors;
    this.euclidean = similarity == VectorSimilarityFunction.EUCLIDEAN;
    this.count = count;
    this.queries = new float[count * vectors.dimension()];
    this.parents = new int[count][];
    this.neighbors = new NeighborList[count];
    int[] chosen = Sampling.choose(vectors.size(), 2 * count, random);
    shuffle(chosen, random);
    for (int i = 0; i < count; i++) {
      parents[i] = new int[] {chosen[2 * i], chosen[2 * i + 1]};
      mix(parents[i], i % 2 == 0 ? 0 : MIXING, mean, i * vectors.dimension());
      Arrays.sort(parents[i]);
      // The parents may turn up among the neighbours, and are then taken out.
      neighbors[i] = new NeighborList(depth + 2);
    }
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  private void mix(int[] pair, float share, float[] mean, int offset) throws IOException {
    int d = vectors.dimension();
    float[] other = new float[d];
    vectors.read(pair[0], queries, offset);
    vectors.read(pair[1], other, 0);
    float keptLength = (float) (1 / Math.sqrt(1 + share * share));
    for (int i = 0; i < d; i++) {
      float mixed = queries[offset + i] - mean[i] + share * (other[i] - mean[i]);
      queries[offset + i] = mean[i] + keptLength * mixed;
    }
  }

  /** Finds the neighbours by comparing all queries with all vectors. */
  void findNeighbors(Workers workers) throws IOException {
    int batch = Math.clamp(BATCH_FLOATS / vectors.dimension(), 1, 1024);
    // Batches are scored in parallel and offered in order, as a list belongs to one thread.
    for (int from = 0; from < vectors.size(); from += WAVE * batch) {
      int end = Math.min(vectors.size(), from + WAVE * batch);
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int start = from; start < end; start += batch) {
        int first = start;
        int size = Math.min(batch, end - start);
        tasks.add(() -> score(vectors.copy(), first, size));
      }
      int start = from;
      for (float[] scores : workers.invokeAll(tasks)) {
        offer(scores, start, scores.length / count);
        start += batch;
      }
    }
  }

  /** The scores of a batch of vectors: a row per query, a column per vector. */
  private float[] score(VectorSource source, int from, int size) throws IOException {
    int d = source.dimension();
    float[] batch = new float[size * d];
    float[] scores = new float[count * size];
    for (int i = 0; i < size; i++) {
      source.read(from + i, batch, i * d);
      if (euclidean) {
        float offset = -0.5f * Vectors.squaredNorm(batch, i * d, d);
        for (int q = 0; q < count; q++) {
          scores[q * size + i] = offset;
        }
      }
    }
    float[] columns = Matrices.transpose(batch, size, d);
    Kernels.get().multiplyAdd(queries, 0, d, 1, columns, scores, count, d, size);
    return scores;
  }

  private void offer(float[] scores, int from, int size) {
    int[] positions = new int[size];
    float[] row = new float[size];
    for (int q = 0; q < count; q++) {
      System.arraycopy(scores, q * size, row, 0, size);
      int found = Kernels.get().select(row, size, neighbors[q].threshold(), positions);
      for (int i = 0; i < found; i++) {
        neighbors[q].offer(from + positions[i], row[positions[i]]);
      }
    }
  }

  int count() {
    return count;
  }

  QueryVector query(int i) {
    int d = vectors.dimension();
    return new QueryVector(Arrays.copyOfRange(queries, i * d, (i + 1) * d));
  }

  /** The two vectors a query was made from, ascending. */
  int[] parents(int i) {
    return parents[i];
  }

  /** The nearest neighbours of a query other than its parents, nearest first, at most {@code k}. */
  int[] neighbors(int i, int k) {
    NeighborList list = neighbors[i];
    int[] result = new int[Math.min(k, list.size())];
    int size = 0;
    for (int j = 0; j < list.size() && size < result.length; j++) {
      if (Arrays.binarySearch(parents[i], list.ordinal(j)) < 0) {
        result[size++] = list.ordinal(j);
      }
    }
    return Arrays.copyOf(result, size);
  }
}
