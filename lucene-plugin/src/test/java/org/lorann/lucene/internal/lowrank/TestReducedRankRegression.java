// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.lorann.lucene.internal.RandomData;

/**
 * Compares with the closed form: A = L^-T U, U being the top eigenvectors of L^T M L, G = L L^T.
 */
public class TestReducedRankRegression extends LuceneTestCase {

  /** Vectors and queries of a made-up cluster. */
  private static final class Problem {
    final int n;
    final int rank;
    final float[] vectors;
    final float[] queries;

    Problem(int n, int rank) {
      this(n, rank, random().nextDouble() * 1.5);
    }

    Problem(int n, int rank, double decay) {
      this.n = n;
      this.rank = rank;
      this.vectors = Oracle.randomMoment(random(), n, 2 * n, decay);
      this.queries = Oracle.randomMoment(random(), n, 2 * n, random().nextDouble());
      ReducedRankRegression.regularize(queries, n);
    }

    static Problem any() {
      int n = randomIntBetween(1, 100);
      return new Problem(n, randomIntBetween(1, n));
    }

    float[][] fit() {
      return ReducedRankRegression.fit(vectors, queries, n, rank, RandomData.splittable(random()));
    }

    DMatrixRMaj m() {
      return Oracle.matrix(vectors, n, n);
    }

    DMatrixRMaj g() {
      return Oracle.matrix(queries, n, n);
    }

    /** What is explained of the mean squared score by given factors and their best encoder. */
    double explained(DMatrixRMaj factors) {
      DMatrixRMaj ga = Oracle.multiply(g(), Oracle.transpose(factors));
      DMatrixRMaj gram = Oracle.multiply(factors, ga);
      DMatrixRMaj cross = Oracle.multiply(Oracle.transpose(ga), Oracle.multiply(m(), ga));
      return CommonOps_DDRM.trace(Oracle.multiply(Oracle.inverse(gram), cross));
    }

    /** Symmetric, with the eigenvalues of M G. */
    DMatrixRMaj whitened() {
      DMatrixRMaj l = Oracle.cholesky(g());
      return Oracle.multiply(Oracle.transpose(l), Oracle.multiply(m(), l));
    }

    double mostExplained() {
      double[] eigenvalues = Oracle.eigenvalues(whitened());
      double sum = 0;
      for (int i = 0; i < rank; i++) {
        sum += eigenvalues[i];
      }
      return sum;
    }

    /** The mean squared error of predicted scores, for any encoder E (rank x n). */
    double error(DMatrixRMaj factors, DMatrixRMaj encoder) {
      DMatrixRMaj rest = Oracle.multiply(Oracle.transpose(factors), encoder);
      CommonOps_DDRM.changeSign(rest);
      CommonOps_DDRM.addEquals(rest, CommonOps_DDRM.identity(n));
      DMatrixRMaj product = Oracle.multiply(rest, Oracle.multiply(m(), Oracle.transpose(rest)));
      return CommonOps_DDRM.trace(Oracle.multiply(g(), product));
    }

    Problem withUniformQueries() {
      System.arraycopy(Oracle.identity(n), 0, queries, 0, queries.length);
      return this;
    }

    DMatrixRMaj encoder(float[][] factors) {
      float[] transposed = ReducedRankRegression.encoder(Matrices.flatten(factors, n), n, rank);
      return Oracle.transpose(Oracle.matrix(transposed, n, rank));
    }
  }

  public void testFactorsAreOrthonormal() {
    // A chain of products of up to 100 floats.
    assertEquals(0, Oracle.deviationFromOrthonormal(Problem.any().fit()), 2e-5);
  }

  /**
   * Three iterations damp a direction by the ratio of its eigenvalue to those wanted, to the third
   * power: that takes a spectrum that falls, as those of embeddings do, and a rank beyond the first
   * few, so that what is mixed up at its end weighs little.
   */
  public void testFitExplainsNearlyAllThatTheClosedFormDoes() {
    int n = randomIntBetween(64, 100);
    Problem problem = new Problem(n, randomIntBetween(8, n / 3), 0.75 + random().nextDouble() / 2);
    double explained = problem.explained(Oracle.matrix(problem.fit()));
    double most = problem.mostExplained();
    assertTrue("more than the optimum", explained <= most * (1 + 1e-6));
    assertTrue(problem.n + " " + problem.rank + ": " + explained / most, explained >= 0.99 * most);
  }

  public void testFitOfFullRankExplainsEverything() {
    int n = randomIntBetween(1, 60);
    Problem problem = new Problem(n, n);
    double everything = CommonOps_DDRM.trace(Oracle.multiply(problem.m(), problem.g()));
    assertEquals(everything, problem.explained(Oracle.matrix(problem.fit())), 1e-3 * everything);
  }

  public void testWithUniformQueriesFitIsPrincipalComponentAnalysis() {
    int n = randomIntBetween(32, 60);
    int rank = randomIntBetween(8, n);
    float[] vectors = Oracle.randomMoment(random(), n, 2 * n, 1);
    float[][] factors =
        ReducedRankRegression.fit(
            vectors, Oracle.identity(n), n, rank, RandomData.splittable(random()));
    DMatrixRMaj m = Oracle.matrix(vectors, n, n);
    DMatrixRMaj a = Oracle.matrix(factors);
    double energy =
        CommonOps_DDRM.trace(Oracle.multiply(Oracle.multiply(a, m), Oracle.transpose(a)));
    double[] eigenvalues = Oracle.eigenvalues(m);
    double most = 0;
    for (int i = 0; i < rank; i++) {
      most += eigenvalues[i];
    }
    assertTrue(energy + " of " + most, energy >= 0.99 * most && energy <= most * (1 + 1e-5));
  }

  /** Whatever the factors, no other encoder predicts better for queries in all directions. */
  public void testEncoderIsTheLeastSquaresOptimum() {
    int n = randomIntBetween(2, 60);
    Problem problem = new Problem(n, randomIntBetween(1, n - 1)).withUniformQueries();
    float[][] factors = Orthonormal.random(problem.rank, n, RandomData.splittable(random()));
    Orthonormal.orthonormalize(factors, RandomData.splittable(random()));
    DMatrixRMaj a = Oracle.matrix(factors);
    DMatrixRMaj encoder = problem.encoder(factors);
    double error = problem.error(a, encoder);
    double all = CommonOps_DDRM.trace(Oracle.multiply(problem.g(), problem.m()));
    assertEquals(all - problem.explained(a), error, 1e-4 * all);
    for (int i = 0; i < 10; i++) {
      DMatrixRMaj other = encoder.copy();
      for (int j = 0; j < other.data.length; j++) {
        other.data[j] += 0.1 * random().nextGaussian();
      }
      assertTrue(problem.error(a, other) > error);
    }
  }

  /** The encoder may be kept for vectors that arrive later: nothing in it depends on vectors. */
  public void testEncoderSolvesTheNormalEquations() {
    int n = randomIntBetween(2, 60);
    int rank = randomIntBetween(1, n);
    float[][] factors = new Problem(n, rank).fit();
    DMatrixRMaj a = Oracle.matrix(factors);
    DMatrixRMaj gram = Oracle.multiply(a, Oracle.transpose(a));
    DMatrixRMaj expected = Oracle.multiply(Oracle.inverse(gram), a);
    float[] encoder = ReducedRankRegression.encoder(Matrices.flatten(factors, n), n, rank);
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < n; j++) {
        // A ridge of 1e-4 on a Gram matrix that is nearly the identity, and roundings.
        assertEquals(expected.get(i, j), encoder[j * rank + i], 1e-3);
      }
    }
  }

  public void testClusterWithoutSpreadIsFitted() {
    int n = randomIntBetween(1, 40);
    int rank = randomIntBetween(1, n);
    float[] queries = new float[n * n];
    ReducedRankRegression.regularize(queries, n);
    float[][] factors =
        ReducedRankRegression.fit(
            new float[n * n], queries, n, rank, RandomData.splittable(random()));
    assertEquals(0, Oracle.deviationFromOrthonormal(factors), 2e-5);
    for (float value : ReducedRankRegression.encoder(Matrices.flatten(factors, n), n, rank)) {
      assertTrue(Float.isFinite(value));
    }
  }

  /** Quantization may make factors equal or zero. */
  public void testEncoderOfDependentFactorsExists() {
    int n = randomIntBetween(2, 40);
    Problem problem = new Problem(n, randomIntBetween(2, n)).withUniformQueries();
    float[][] factors = problem.fit();
    factors[1] = random().nextBoolean() ? factors[0].clone() : new float[n];
    DMatrixRMaj encoder = problem.encoder(factors);
    double error = problem.error(Oracle.matrix(factors), encoder);
    double all = CommonOps_DDRM.trace(Oracle.multiply(problem.g(), problem.m()));
    assertTrue("worse than no prediction: " + error / all, error <= all * (1 + 1e-4));
  }

  public void testRegularizeAddsAShareOfTheMeanToTheDiagonal() {
    int n = randomIntBetween(1, 30);
    float[] before = Oracle.randomMoment(random(), n, n, 0);
    float[] after = before.clone();
    ReducedRankRegression.regularize(after, n);
    double mean = Matrices.trace(before, n) / n;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double added = i == j ? 1e-3 * mean : 0;
        assertEquals(before[i * n + j] + added, after[i * n + j], 1e-5 * mean);
      }
    }
  }

  public void testRegularizeMakesTheZeroMatrixTheIdentity() {
    int n = randomIntBetween(1, 30);
    float[] moment = new float[n * n];
    ReducedRankRegression.regularize(moment, n);
    assertArrayEquals(Oracle.identity(n), moment, 0f);
  }
}
