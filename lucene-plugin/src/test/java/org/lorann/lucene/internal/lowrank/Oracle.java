// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.lorann.lucene.internal.RandomData;

/** Dense linear algebra in double precision, to compare with. */
final class Oracle {

  private Oracle() {}

  /**
   * The second moment of {@code size} random vectors whose coordinates, seen from a random
   * direction, shrink like {@code (i + 1)^-decay}.
   */
  static float[] randomMoment(Random random, int n, int size, double decay) {
    float[] rows = RandomData.gaussian(random, size * n);
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= (float) Math.pow(i % n + 1, -decay);
    }
    float[][] rotation = Orthonormal.random(n, n, RandomData.splittable(random));
    Orthonormal.orthonormalize(rotation, RandomData.splittable(random));
    DMatrixRMaj x = multiply(matrix(rows, size, n), matrix(Matrices.flatten(rotation, n), n, n));
    DMatrixRMaj moment = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multInner(x, moment);
    CommonOps_DDRM.divide(moment, size);
    return floats(moment);
  }

  static float[] identity(int n) {
    return floats(CommonOps_DDRM.identity(n));
  }

  static DMatrixRMaj matrix(float[] values, int rows, int columns) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      matrix.data[i] = values[i];
    }
    return matrix;
  }

  static DMatrixRMaj matrix(float[][] rows) {
    return matrix(Matrices.flatten(rows, rows[0].length), rows.length, rows[0].length);
  }

  static float[] floats(DMatrixRMaj matrix) {
    float[] values = new float[matrix.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix.data[i];
    }
    return values;
  }

  static DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b) {
    DMatrixRMaj c = new DMatrixRMaj(a.numRows, b.numCols);
    CommonOps_DDRM.mult(a, b, c);
    return c;
  }

  static DMatrixRMaj transpose(DMatrixRMaj a) {
    return CommonOps_DDRM.transpose(a, null);
  }

  static DMatrixRMaj inverse(DMatrixRMaj a) {
    DMatrixRMaj inverse = new DMatrixRMaj(a.numRows, a.numCols);
    if (CommonOps_DDRM.invert(a, inverse) == false) {
      throw new ArithmeticException("singular");
    }
    return inverse;
  }

  /** The eigenvalues of a symmetric matrix, the greatest first. */
  static double[] eigenvalues(DMatrixRMaj symmetric) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(symmetric);
    double[] values = new double[symmetric.numRows];
    for (int i = 0; i < values.length; i++) {
      values[i] = eigen.getEigenvalue(i).real;
    }
    Arrays.sort(values);
    for (int i = 0; i < values.length / 2; i++) {
      double value = values[i];
      values[i] = values[values.length - 1 - i];
      values[values.length - 1 - i] = value;
    }
    return values;
  }

  /**
   * The eigenvectors of a symmetric matrix that belong to its {@code count} greatest eigenvalues.
   */
  static DMatrixRMaj eigenvectors(DMatrixRMaj symmetric, int count) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(symmetric);
    Integer[] order = new Integer[symmetric.numRows];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order, (i, j) -> Double.compare(eigen.getEigenvalue(j).real, eigen.getEigenvalue(i).real));
    DMatrixRMaj columns = new DMatrixRMaj(symmetric.numRows, count);
    for (int i = 0; i < count; i++) {
      CommonOps_DDRM.insert(eigen.getEigenVector(order[i]), columns, 0, i);
    }
    return columns;
  }

  private static EigenDecomposition_F64<DMatrixRMaj> decompose(DMatrixRMaj symmetric) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.numRows, true, true);
    if (eigen.decompose(symmetric.copy()) == false) {
      throw new ArithmeticException("eigendecomposition failed");
    }
    return eigen;
  }

  /** The lower triangular L with {@code L L^T} equal to a positive definite matrix. */
  static DMatrixRMaj cholesky(DMatrixRMaj symmetric) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(symmetric.numRows, true);
    if (cholesky.decompose(symmetric.copy()) == false) {
      throw new ArithmeticException("not positive definite");
    }
    return cholesky.getT(null);
  }

  /** The greatest difference between {@code rows rows^T} and the identity. */
  static double deviationFromOrthonormal(float[][] rows) {
    DMatrixRMaj a = matrix(rows);
    DMatrixRMaj gram = multiply(a, transpose(a));
    CommonOps_DDRM.subtractEquals(gram, CommonOps_DDRM.identity(rows.length));
    return CommonOps_DDRM.elementMaxAbs(gram);
  }

  /** The length of what remains of a vector when its parts along orthonormal rows are taken off. */
  static double distanceToSpan(float[] vector, float[][] orthonormal, int count) {
    double[] rest = new double[vector.length];
    Arrays.setAll(rest, j -> vector[j]);
    for (int i = 0; i < count; i++) {
      double product = 0;
      for (int j = 0; j < rest.length; j++) {
        product += rest[j] * orthonormal[i][j];
      }
      for (int j = 0; j < rest.length; j++) {
        rest[j] -= product * orthonormal[i][j];
      }
    }
    return Math.sqrt(Arrays.stream(rest).map(x -> x * x).sum());
  }
}
