// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.Vectors;

/** Builds the clusters of a field and compares estimated with true scores. */
public class TestClusterScorer extends LuceneTestCase {

  /** Estimates by ordinal, the means of those of vectors with two. */
  private static float[] estimates(OpenField field, float[] query) throws IOException {
    FieldEntry entry = field.entry;
    MatrixInput matrices = Kernels.get().open(field.index);
    ClusterRanking ranking = new ClusterRanker(entry, matrices).rank(QueryVector.of(query));
    ClusterScorer scorer =
        new ClusterScorer(entry, matrices, Kernels.get().open(field.data), ranking);
    float[] result = new float[entry.size()];
    int[] seen = new int[entry.size()];
    for (int cluster = 0; cluster < ranking.count(); cluster++) {
      int size = scorer.open(cluster);
      float[] estimates = scorer.estimate();
      for (int i = 0; i < size; i++) {
        assertTrue("twice in a cluster", i == 0 || scorer.ordinal(i) > scorer.ordinal(i - 1));
        seen[scorer.ordinal(i)]++;
        result[scorer.ordinal(i)] += estimates[i];
      }
    }
    long codes = 0;
    for (int i = 0; i < seen.length; i++) {
      assertTrue(seen[i] == 1 || seen[i] == 2);
      codes += seen[i];
      result[i] /= seen[i];
    }
    assertEquals(entry.clusters().codes(), codes);
    return result;
  }

  /**
   * What estimates stand for, by ordinal: scaled and centred, inner products with a query of unit
   * length, or half the query's squared length less half the squared distance.
   */
  private static double[] scores(OpenField field, float[] target) throws IOException {
    FieldEntry entry = field.entry;
    int d = entry.dimension();
    boolean euclidean = entry.similarity() == VectorSimilarityFunction.EUCLIDEAN;
    float[] query = target.clone();
    if (euclidean) {
      centre(field, query);
    } else {
      Vectors.normalize(query, 0, d);
    }
    double[] scores = new double[entry.size()];
    for (int i = 0; i < scores.length; i++) {
      float[] vector = new float[d];
      field.vectors.read(i, vector, 0);
      centre(field, vector);
      double product = RandomData.dot(query, vector);
      scores[i] = euclidean ? product - RandomData.dot(vector, vector) / 2 : product;
    }
    return scores;
  }

  private static void centre(OpenField field, float[] vector) {
    for (int j = 0; j < vector.length; j++) {
      vector[j] = (vector[j] - field.mean[j]) * field.entry.clusters().scale();
    }
  }

  private static VectorSimilarityFunction randomSimilarity() {
    VectorSimilarityFunction[] all = VectorSimilarityFunction.values();
    return all[random().nextInt(all.length)];
  }

  private static KnnVectorValues floats(float[] values, int dimension) {
    return FloatVectorValues.fromFloats(RandomData.rows(values, dimension), dimension);
  }

  private static double standardDeviation(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  /** The root of the mean squared error, in standard deviations of the true scores. */
  private static double relativeError(float[] estimates, double[] scores) {
    double squares = 0;
    for (int i = 0; i < scores.length; i++) {
      squares += (estimates[i] - scores[i]) * (estimates[i] - scores[i]);
    }
    return Math.sqrt(squares / scores.length) / standardDeviation(scores);
  }

  private static float[] anyVector(float[] values, int dimension) {
    int from = random().nextInt(values.length / dimension) * dimension;
    return Arrays.copyOfRange(values, from, from + dimension);
  }

  /**
   * With full rank nothing is lost but by one-byte codes, of axes, centroids, factors and vectors:
   * steps of a 40th of a standard deviation at most (three to 127), errors of a third of that, four
   * times.
   */
  public void testEstimatesOfFullRankAreNearlyExact() throws IOException {
    int dimension = randomIntBetween(2, 24);
    float[] values = RandomData.blobs(random(), randomIntBetween(400, 1000), dimension, 6, 1);
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      LorannParameters.Builder parameters =
          LorannParameters.builder()
              .vectorsPerCluster(100)
              .rank(dimension)
              .projectedDimensions(dimension)
              .codeBits(8);
      try (OpenField field = new OpenField(floats(values, dimension), similarity, parameters)) {
        for (int i = 0; i < 5; i++) {
          float[] query = anyVector(values, dimension);
          double error = relativeError(estimates(field, query), scores(field, query));
          assertTrue(similarity + " " + error, error < 0.1);
        }
      }
    }
  }

  public void testByteVectorsAreEstimatedToo() throws IOException {
    int dimension = randomIntBetween(2, 16);
    List<byte[]> vectors = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] vector = new byte[dimension];
      random().nextBytes(vector);
      vectors.add(vector);
    }
    VectorSimilarityFunction similarity = randomSimilarity();
    LorannParameters.Builder parameters =
        LorannParameters.builder()
            .vectorsPerCluster(100)
            .rank(dimension)
            .projectedDimensions(dimension)
            .codeBits(8);
    KnnVectorValues values = ByteVectorValues.fromBytes(vectors, dimension);
    assertEquals(VectorEncoding.BYTE, values.getEncoding());
    try (OpenField field = new OpenField(values, similarity, parameters)) {
      float[] query = QueryVector.of(vectors.get(random().nextInt(vectors.size()))).values();
      double error = relativeError(estimates(field, query), scores(field, query));
      assertTrue(similarity + " " + error, error < 0.1);
    }
  }

  /** Half the rank and four bits, on vectors whose coordinates matter less and less. */
  public void testEstimatesOfLowRankFollowTheScores() throws IOException {
    int dimension = randomIntBetween(16, 48);
    float[] values = RandomData.blobs(random(), randomIntBetween(400, 1000), dimension, 6, 1);
    for (int i = 0; i < values.length; i++) {
      values[i] /= 1 + i % dimension;
    }
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      LorannParameters.Builder parameters =
          LorannParameters.builder()
              .vectorsPerCluster(64)
              .rank(dimension / 2)
              .projectedDimensions(dimension)
              .codeBits(4);
      try (OpenField field = new OpenField(floats(values, dimension), similarity, parameters)) {
        float[] query = anyVector(values, dimension);
        double error = relativeError(estimates(field, query), scores(field, query));
        // An error of .3 deviations is a correlation of .95.
        assertTrue(similarity + " " + error, error < 0.3);
      }
    }
  }

  /**
   * The centroid of equal vectors is all there is to say about them: their codes, of any rank and
   * any number of bits, must add nothing. What is left is the error of one-byte axes and centroids,
   * and of four-bit codes where k-means put different vectors together.
   */
  public void testEqualVectorsAreEstimatedByTheirCentroid() throws IOException {
    int dimension = randomIntBetween(4, 16);
    float[] values = RandomData.gaussian(random(), 64 * dimension);
    for (int i = dimension * 8; i < values.length; i++) {
      values[i] = values[i % (dimension * 8)];
    }
    VectorSimilarityFunction similarity = randomSimilarity();
    int codeBits = random().nextBoolean() ? 4 : 8;
    LorannParameters.Builder parameters =
        LorannParameters.builder()
            .vectorsPerCluster(8)
            .rank(dimension)
            .projectedDimensions(dimension)
            .codeBits(codeBits);
    try (OpenField field = new OpenField(floats(values, dimension), similarity, parameters)) {
      float[] query = RandomData.gaussian(random(), dimension);
      double error = relativeError(estimates(field, query), scores(field, query));
      assertTrue(
          similarity + " " + codeBits + " bits: " + error, error < (codeBits == 4 ? 0.25 : 0.1));
    }
  }
}
