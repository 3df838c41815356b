// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.search.QueryVector;

public class TestCalibrationQueries extends LuceneTestCase {

  private static final Workers WORKERS = new Workers(null, () -> {});

  private int size;
  private int dimension;
  private int depth;
  private float[] mean;
  private List<float[]> vectors;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    // Vectors are compared 1,024 at a time, and 16 times as many are a wave.
    size = rarely() ? randomIntBetween(15_000, 18_000) : randomIntBetween(2, 1500);
    dimension = randomIntBetween(1, 16);
    depth = randomIntBetween(1, 20);
    mean = RandomData.gaussian(random(), dimension);
    vectors = RandomData.rows(RandomData.gaussian(random(), size * dimension), dimension);
  }

  /** Moves all vectors away from the origin. */
  private void move(float distance) {
    for (int i = 0; i < dimension; i++) {
      mean[i] += distance;
      for (float[] vector : vectors) {
        vector[i] += distance;
      }
    }
  }

  private VectorSource source(VectorSimilarityFunction similarity) {
    return VectorSource.of(FloatVectorValues.fromFloats(vectors, dimension), similarity);
  }

  private CalibrationQueries queries(VectorSimilarityFunction similarity) throws IOException {
    CalibrationQueries queries =
        new CalibrationQueries(
            source(similarity),
            similarity,
            mean,
            randomIntBetween(1, Math.min(20, size / 2)),
            depth,
            RandomData.splittable(random()));
    queries.findNeighbors(WORKERS);
    return queries;
  }

  private double score(
      VectorSource source, VectorSimilarityFunction similarity, float[] query, int i)
      throws IOException {
    float[] vector = new float[dimension];
    source.read(i, vector, 0);
    return similarity == VectorSimilarityFunction.EUCLIDEAN
        ? -RandomData.squareDistance(query, 0, vector, 0, dimension)
        : RandomData.dot(query, vector);
  }

  public void testScoresAreThoseOfTheScaledVectors() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      CalibrationQueries queries = queries(similarity);
      VectorSource source = source(similarity);
      int[] ordinals = random().ints(randomIntBetween(1, 50), 0, size).toArray();
      double scale = random().nextDouble() + 0.1;
      boolean euclidean = similarity == VectorSimilarityFunction.EUCLIDEAN;
      for (int q = 0; q < queries.count(); q++) {
        QueryVector query = queries.query(q);
        double factor = euclidean ? 0.5 * scale * scale : scale / query.length();
        float[] scores = queries.scores(q, ordinals, scale);
        for (int i = 0; i < ordinals.length; i++) {
          double expected = factor * score(source, similarity, query.values(), ordinals[i]);
          assertEquals(expected, scores[i], 1e-4 * (1 + Math.abs(expected)));
        }
      }
    }
  }

  private void assertNeighborsAreTheNearest(VectorSimilarityFunction similarity)
      throws IOException {
    CalibrationQueries queries = queries(similarity);
    VectorSource source = source(similarity);
    for (int q = 0; q < queries.count(); q++) {
      float[] query = queries.query(q).values();
      int[] parents = queries.parents(q);
      double[] scores = new double[size];
      for (int i = 0; i < size; i++) {
        boolean parent = i == parents[0] || i == parents[1];
        scores[i] = parent ? Double.POSITIVE_INFINITY : -score(source, similarity, query, i);
      }
      int[] neighbors = queries.neighbors(q, depth);
      assertEquals(Math.min(depth, size - 2), neighbors.length);
      double[] sorted = scores.clone();
      Arrays.sort(sorted);
      Set<Integer> distinct = new HashSet<>();
      for (int i = 0; i < neighbors.length; i++) {
        assertTrue(distinct.add(neighbors[i]));
        // Which of equals comes first is open; scores of some tens are known to 20 roundings.
        assertEquals(sorted[i], scores[neighbors[i]], 1e-3);
      }
    }
  }

  public void testNeighborsByEuclideanDistance() throws IOException {
    assertNeighborsAreTheNearest(VectorSimilarityFunction.EUCLIDEAN);
  }

  /** The squares of such coordinates are multiples of 8, at best. */
  public void testNeighborsByEuclideanDistanceFarFromTheOrigin() throws IOException {
    move(10_000);
    assertNeighborsAreTheNearest(VectorSimilarityFunction.EUCLIDEAN);
  }

  public void testNeighborsByEuclideanDistanceWithSquaresThatOverflow() throws IOException {
    float scale = 0x1p60f;
    move(0x1p6f);
    for (int i = 0; i < dimension; i++) {
      mean[i] *= scale;
      for (float[] vector : vectors) {
        vector[i] *= scale;
      }
    }
    CalibrationQueries queries = queries(VectorSimilarityFunction.EUCLIDEAN);
    for (int q = 0; q < queries.count(); q++) {
      assertEquals(Math.min(depth, size - 2), queries.neighbors(q, depth).length);
    }
  }

  public void testNeighborsByInnerProduct() throws IOException {
    assertNeighborsAreTheNearest(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);
  }

  public void testNeighborsByCosine() throws IOException {
    assertNeighborsAreTheNearest(VectorSimilarityFunction.COSINE);
  }

  public void testNoVectorIsAParentTwice() throws IOException {
    CalibrationQueries queries = queries(VectorSimilarityFunction.EUCLIDEAN);
    Set<Integer> parents = new HashSet<>();
    for (int i = 0; i < queries.count(); i++) {
      assertTrue(queries.parents(i)[0] < queries.parents(i)[1]);
      assertTrue(parents.add(queries.parents(i)[0]));
      assertTrue(parents.add(queries.parents(i)[1]));
    }
  }

  public void testFewerNeighborsMayBeAskedFor() throws IOException {
    CalibrationQueries queries = queries(VectorSimilarityFunction.EUCLIDEAN);
    int[] all = queries.neighbors(0, depth);
    int k = randomIntBetween(0, depth);
    assertArrayEquals(Arrays.copyOf(all, Math.min(k, all.length)), queries.neighbors(0, k));
  }
}
