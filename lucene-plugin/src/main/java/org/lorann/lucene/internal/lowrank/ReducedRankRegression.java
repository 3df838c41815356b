// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Low-rank prediction of the inner products between queries and the vectors of one cluster: LoRANN,
 * Jääsaari, Hyvönen and Roos, NeurIPS 2024, arXiv:2410.18926.
 *
 * <p>Wanted are, for rank r, query factors A ({@code n x r}) and a code b(x) of r numbers for each
 * vector x, such that {@code (q^T A) b(x)} is close to {@code q^T x} on average over training
 * queries. With M the second moment of the vectors and G that of the queries, the columns of A span
 * the dominant invariant subspace of M G. With the least squares solution {@code b(x) = (A^T G
 * A)^-1 A^T G x}, scores of the training queries are best. But these are few, and real queries are
 * not like them: {@code b(x) = E x} with {@code E = (A^T A)^-1 A^T} ({@code r x n}), which favours
 * no query, finds more.
 *
 * <p>The code is linear in x: a vector that arrives later is encoded by one small product, without
 * a new fit. The paper's library gets the same subspace from a singular value decomposition of the
 * matrix of all scores; the form used here works on {@code n x n} matrices, whatever the number of
 * vectors and queries.
 */
public final class ReducedRankRegression {

  private static final int ITERATIONS = 3;

  /** Added to G, relative to its mean diagonal element, so that the encoder always exists. */
  private static final float RIDGE = 1e-3f;

  private ReducedRankRegression() {}

  /**
   * Finds the query factors.
   *
   * @param vectors M, the {@code n x n} second moment matrix of the vectors
   * @param queries G, the {@code n x n} second moment matrix of the queries, see {@link
   *     #regularize}
   * @return A^T, {@code rank} orthonormal rows of {@code n} numbers
   */
  public static float[][] fit(
      float[] vectors, float[] queries, int n, int rank, SplittableRandom random) {
    float[][] basis = Orthonormal.random(rank, n, random);
    for (int i = 0; i < ITERATIONS; i++) {
      if (i > 0) {
        Orthonormal.separate(basis, random);
      }
      float[] rows = Matrices.flatten(basis, n);
      rows = Matrices.multiply(rows, queries, rank, n, n);
      rows = Matrices.multiply(rows, vectors, rank, n, n);
      Matrices.unflatten(rows, basis);
    }
    Orthonormal.orthonormalize(basis, random);
    return basis;
  }

  /** Adds a small multiple of the identity to a second moment matrix, in place. */
  public static void regularize(float[] moment, int n) {
    double mean = Matrices.trace(moment, n) / n;
    float ridge = mean > 0 ? (float) (RIDGE * mean) : 1f;
    for (int i = 0; i < n; i++) {
      moment[i * n + i] += ridge;
    }
  }

  /**
   * The least squares encoder for given query factors, which need not be those of {@link #fit}:
   * after they were quantized, say.
   *
   * @param factors A^T, {@code rank x n}
   * @return E^T, {@code n x rank}
   */
  public static float[] encoder(float[] factors, int n, int rank) {
    float[] gram = Matrices.multiply(factors, Matrices.transpose(factors, rank, n), rank, n, rank);
    regularizeSlightly(gram, rank);
    LinearSolverDense<FMatrixRMaj> solver = LinearSolverFactory_FDRM.chol(rank);
    FMatrixRMaj inverse = new FMatrixRMaj(rank, rank);
    if (solver.setA(FMatrixRMaj.wrap(rank, rank, gram)) == false) {
      throw new ArithmeticException("the encoder's normal equations are not positive definite");
    }
    solver.invert(inverse);
    // E^T = A (A^T A)^-1, the small matrix being symmetric.
    return Matrices.multiplyTransposed(factors, inverse.data, n, rank, rank);
  }

  /** Quantized factors may depend on each other: the same codes then serve with a tiny ridge. */
  private static void regularizeSlightly(float[] gram, int rank) {
    float ridge = (float) (1e-4 * Matrices.trace(gram, rank) / rank);
    for (int i = 0; i < rank; i++) {
      gram[i * rank + i] += Math.max(ridge, Float.MIN_NORMAL);
    }
  }
}
