// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.ArrayUtil;
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

  /** Vectors scored at a time, by all queries. */
  private static final int BATCH = 128;

  private final VectorSource vectors;
  private final boolean euclidean;
  private final float[] mean;
  private final int count;
  private final float[] queries;
  private final int[][] parents;
  private final NeighborList[] neighbors;

  /** What a score must exceed to be among the neighbours of each query. */
  private final float[] thresholds;

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
    this.mean = mean;
    this.count = count;
    this.queries = new float[count * vectors.dimension()];
    this.parents = new int[count][];
    this.neighbors = new NeighborList[count];
    this.thresholds = new float[count];
    Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
    int[] chosen = Sampling.choose(vectors.size(), 2 * count, random);
    shuffle(chosen, random);
    for (int i = 0; i < count; i++) {
      parents[i] = new int[] {chosen[2 * i], chosen[2 * i + 1]};
      mix(parents[i], i % 2 == 0 ? 0 : MIXING, i * vectors.dimension());
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

  private void mix(int[] pair, float share, int offset) throws IOException {
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
    float[] columns = Matrices.transpose(scoredQueries(), count, vectors.dimension());
    List<Callable<long[]>> batches = new ArrayList<>();
    for (int from = 0; from < vectors.size(); from += BATCH) {
      int start = from;
      int size = Math.min(BATCH, vectors.size() - from);
      batches.add(() -> candidates(vectors.copy(), start, size, columns));
    }
    int[] next = {0};
    workers.inOrder(
        batches,
        candidates -> {
          offer(candidates, next[0]);
          next[0] += BATCH;
        });
  }

  /** The queries as they are multiplied by vectors. */
  private float[] scoredQueries() {
    int d = vectors.dimension();
    float[] scored = queries.clone();
    for (int i = 0; euclidean && i < count; i++) {
      float[] query = Arrays.copyOfRange(queries, i * d, (i + 1) * d);
      centre(query);
      System.arraycopy(query, 0, scored, i * d, d);
    }
    return scored;
  }

  /**
   * Distances stay the same. Without this, those of vectors that are all far from the origin would
   * be small differences of large squares, and rounding might be all that is left of them.
   */
  private void centre(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= mean[i];
    }
  }

  /**
   * The scores of a batch of vectors that may be among the best, each behind its position in a
   * matrix with a row per vector and a column per query. Thresholds never change during a batch,
   * see {@link Workers#inOrder}.
   */
  private long[] candidates(VectorSource source, int from, int size, float[] columns)
      throws IOException {
    float[] scores = score(source, from, size, columns);
    long[] candidates = new long[count];
    int found = 0;
    for (int i = 0; i < size; i++) {
      for (int q = 0; q < count; q++) {
        int position = i * count + q;
        if (scores[position] > thresholds[q]) {
          candidates = ArrayUtil.grow(candidates, found + 1);
          long bits = Float.floatToRawIntBits(scores[position]) & 0xFFFFFFFFL;
          candidates[found++] = (long) position << Integer.SIZE | bits;
        }
      }
    }
    return Arrays.copyOf(candidates, found);
  }

  private float[] score(VectorSource source, int from, int size, float[] columns)
      throws IOException {
    int d = source.dimension();
    float[] batch = new float[size * d];
    float[] scores = new float[size * count];
    float[] vector = new float[d];
    for (int i = 0; i < size; i++) {
      source.read(from + i, vector, 0);
      if (euclidean) {
        centre(vector);
        float offset = -0.5f * Vectors.squaredNorm(vector, 0, d);
        Arrays.fill(scores, i * count, (i + 1) * count, offset);
      }
      System.arraycopy(vector, 0, batch, i * d, d);
    }
    Kernels.get().multiplyAdd(batch, 0, d, columns, scores, size, d, count);
    return scores;
  }

  private void offer(long[] candidates, int from) {
    for (long candidate : candidates) {
      int position = (int) (candidate >>> Integer.SIZE);
      int query = position % count;
      neighbors[query].offer(from + position / count, Float.intBitsToFloat((int) candidate));
      thresholds[query] = neighbors[query].threshold();
    }
  }

  int count() {
    return count;
  }

  QueryVector query(int i) {
    int d = vectors.dimension();
    return new QueryVector(Arrays.copyOfRange(queries, i * d, (i + 1) * d));
  }

  /**
   * The scores of vectors.
   *
   * @param scale by which the lengths of vectors are multiplied
   */
  float[] scores(int i, int[] ordinals, double scale) throws IOException {
    int d = vectors.dimension();
    VectorSource source = vectors.copy();
    QueryVector query = query(i);
    double factor = euclidean ? -0.5 * scale * scale : scale / query.length();
    float[] vector = new float[d];
    float[] difference = new float[d];
    float[] scores = new float[ordinals.length];
    for (int j = 0; j < scores.length; j++) {
      source.read(ordinals[j], vector, 0);
      float product =
          euclidean
              ? Vectors.squaredDistance(query.values(), vector, difference)
              : Kernels.get().dot(query.values(), 0, vector, 0, d);
      scores[j] = (float) (product * factor);
    }
    return scores;
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
