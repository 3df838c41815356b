// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.util.IORunnable;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F32;

/**
 * The leading eigenvectors of a second moment matrix, by subspace iteration with a Rayleigh-Ritz
 * step at the end (Halko, Martinsson and Tropp, "Finding structure with randomness", 2011). Only
 * the small Ritz problem goes to a dense eigensolver; all else is matrix products.
 *
 * @param axes orthonormal rows, strongest first
 * @param energies the second moment along each axis, not increasing
 * @param totalEnergy the trace of the matrix, what all axes together would have
 */
public record PrincipalAxes(float[][] axes, float[] energies, double totalEnergy) {

  private static final int ITERATIONS = 6;

  /** Extra directions that make the wanted ones converge; dropped at the end. */
  private static final int OVERSAMPLING = 16;

  /**
   * Computes leading axes.
   *
   * @param moment a symmetric, positive semidefinite {@code n x n} matrix
   * @param count how many axes are wanted, at most {@code n}
   * @param abortCheck called now and then, throws when they are no longer wanted
   */
  public static PrincipalAxes of(
      float[] moment, int n, int count, SplittableRandom random, IORunnable abortCheck)
      throws IOException {
    int width = Math.min(n, count + OVERSAMPLING);
    float[][] basis = Orthonormal.random(width, n, random);
    // A basis of the whole space needs no iteration.
    for (int i = 0; i < ITERATIONS && width < n; i++) {
      abortCheck.run();
      if (i > 0) {
        Orthonormal.separate(basis, random);
      }
      Matrices.unflatten(Matrices.multiply(Matrices.flatten(basis, n), moment, width, n, n), basis);
    }
    abortCheck.run();
    Orthonormal.orthonormalize(basis, random);
    abortCheck.run();
    return ritz(moment, n, Matrices.flatten(basis, n), width, count);
  }

  private static PrincipalAxes ritz(float[] moment, int n, float[] basis, int width, int count) {
    float[] image = Matrices.multiply(basis, moment, width, n, n);
    float[] small = Matrices.multiply(image, Matrices.transpose(basis, width, n), width, n, width);
    symmetrize(small, width);
    EigenDecomposition_F32<FMatrixRMaj> eigen = DecompositionFactory_FDRM.eig(width, true, true);
    if (eigen.decompose(FMatrixRMaj.wrap(width, width, small.clone())) == false) {
      throw new ArithmeticException("eigendecomposition of the principal axes failed");
    }
    Integer[] order = new Integer[width];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order, (i, j) -> Float.compare(eigen.getEigenvalue(j).real, eigen.getEigenvalue(i).real));
    float[] rotation = new float[count * width];
    float[] energies = new float[count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(eigen.getEigenVector(order[i]).data, 0, rotation, i * width, width);
      energies[i] = Math.max(0, eigen.getEigenvalue(order[i]).real);
    }
    float[][] axes = new float[count][n];
    Matrices.unflatten(Matrices.multiply(rotation, basis, count, width, n), axes);
    return new PrincipalAxes(axes, energies, Matrices.trace(moment, n));
  }

  private static void symmetrize(float[] a, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        float mean = (a[i * n + j] + a[j * n + i]) / 2;
        a[i * n + j] = mean;
        a[j * n + i] = mean;
      }
    }
  }

  /** The share of the energy that the first {@code count} axes keep, between 0 and 1. */
  public double energyKept(int count) {
    double kept = 0;
    for (int i = 0; i < count; i++) {
      kept += energies[i];
    }
    return totalEnergy <= 0 ? 1 : Math.min(1, kept / totalEnergy);
  }
}
