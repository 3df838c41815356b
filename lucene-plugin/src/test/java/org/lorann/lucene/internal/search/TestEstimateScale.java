// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.VectorUtil;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/**
 * With as many dimensions and as much rank as there are, estimates are exact but for rounding, so
 * that scores on their scale differ from them by a constant.
 */
public class TestEstimateScale extends LuceneTestCase {

  private static final int DIMENSION = 8;
  private static final int SIZE = 300;

  public void testScoresOfFloats() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      float[][] rows = new float[SIZE + 1][];
      float length = 0.1f + 10 * random().nextFloat();
      for (int i = 0; i < rows.length; i++) {
        rows[i] = RandomData.gaussian(random(), DIMENSION);
        if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
          VectorUtil.l2normalize(rows[i]);
        } else {
          for (int j = 0; j < DIMENSION; j++) {
            rows[i][j] *= length;
          }
        }
      }
      float[] query = rows[SIZE];
      float[] scores = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        scores[i] = similarity.compare(query, rows[i]);
      }
      check(
          FloatVectorValues.fromFloats(List.of(rows).subList(0, SIZE), DIMENSION),
          similarity,
          QueryVector.of(query),
          scores);
    }
  }

  public void testScoresOfBytes() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      byte[][] rows = new byte[SIZE + 1][DIMENSION];
      for (byte[] row : rows) {
        random().nextBytes(row);
      }
      byte[] query = rows[SIZE];
      float[] scores = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        scores[i] = similarity.compare(query, rows[i]);
      }
      check(
          ByteVectorValues.fromBytes(List.of(rows).subList(0, SIZE), DIMENSION),
          similarity,
          QueryVector.of(query),
          scores);
    }
  }

  private static void check(
      KnnVectorValues vectors,
      VectorSimilarityFunction similarity,
      QueryVector query,
      float[] scores)
      throws IOException {
    LorannParameters.Builder parameters =
        LorannParameters.builder()
            .vectorsPerCluster(32)
            .projectedDimensions(DIMENSION)
            .rank(DIMENSION)
            .codeBits(8);
    try (OpenField field = new OpenField(vectors, similarity, parameters)) {
      MatrixInput index = Kernels.get().open(field.index);
      ClusterRanking ranking = new ClusterRanker(field.entry, index).rank(query);
      float[] scaled = new EstimateScale(field.entry, query, ranking.squaredLength()).of(scores);
      ClusterScorer scorer =
          new ClusterScorer(field.entry, index, Kernels.get().open(field.data), ranking);
      double sum = 0, squares = 0, spread = 0, codes = 0, scaledSum = 0;
      for (int cluster = 0; cluster < ranking.count(); cluster++) {
        int size = scorer.open(cluster);
        float[] estimates = scorer.estimate();
        for (int i = 0; i < size; i++) {
          double score = scaled[scorer.ordinal(i)];
          double difference = score - estimates[i];
          sum += difference;
          squares += difference * difference;
          scaledSum += score;
          spread += score * score;
          codes++;
        }
      }
      double error = Math.sqrt(Math.max(0, squares / codes - Math.pow(sum / codes, 2)));
      double deviation = Math.sqrt(spread / codes - Math.pow(scaledSum / codes, 2));
      assertTrue(similarity + ": " + error + " of " + deviation, error < 0.05 * deviation);
      double offset = Math.abs(sum / codes);
      assertTrue(similarity + ": off by " + offset, offset < 0.25 * deviation);
    }
  }
}
