// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import java.util.SplittableRandom;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.Vectors;

/** Orthonormal sets of row vectors. */
final class Orthonormal {

  /**
   * A row that keeps less than this share of its length had nothing new in it but rounding errors.
   */
  private static final float NEGLIGIBLE = 1e-5f;

  private Orthonormal() {}

  /** Rows of independent numbers between -1 and 1, a subspace in general position. */
  static float[][] random(int rows, int columns, SplittableRandom random) {
    float[][] result = new float[rows][columns];
    for (float[] row : result) {
      fillRandom(row, random);
    }
    return result;
  }

  private static void fillRandom(float[] row, SplittableRandom random) {
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) (2 * random.nextDouble() - 1);
    }
  }

  /**
   * Makes rows orthonormal in place, keeping the span of the first i rows for every i. A row that
   * depends on those before it is replaced by a random direction, so there are always as many
   * orthonormal rows as before; there must not be more rows than columns.
   */
  static void orthonormalize(float[][] rows, SplittableRandom random) {
    // Twice is enough: Giraud, Langou and Rozloznik, "The loss of orthogonality in the Gram-Schmidt
    // orthogonalization process", 2005.
    orthonormalize(rows, 2, random);
  }

  /**
   * The same at half the cost, but orthonormal only up to rounding errors that grow with the
   * condition of the rows. That keeps them apart, which is all that a step of a subspace iteration
   * needs before the next.
   */
  static void separate(float[][] rows, SplittableRandom random) {
    orthonormalize(rows, 1, random);
  }

  private static void orthonormalize(float[][] rows, int passes, SplittableRandom random) {
    for (int i = 0; i < rows.length; i++) {
      float[] row = rows[i];
      // A rejected draw is repeated; a random direction lies in a given subspace with probability
      // 0.
      while (removeSpan(row, rows, i, passes) == false) {
        fillRandom(row, random);
      }
    }
  }

  private static boolean removeSpan(float[] row, float[][] rows, int count, int passes) {
    float greatest = greatest(row);
    if (greatest < Float.MIN_NORMAL || Float.isFinite(greatest) == false) {
      return false;
    }
    // The squares of what is left do not overflow.
    scale(row, 1.0 / greatest);
    scale(row, 1 / norm(row));
    for (int pass = 0; pass < passes; pass++) {
      for (int j = 0; j < count; j++) {
        subtract(row, Kernels.get().dot(row, 0, rows[j], 0, row.length), rows[j]);
      }
      double left = norm(row);
      if (left < NEGLIGIBLE) {
        return false;
      }
      scale(row, 1 / left);
    }
    return true;
  }

  private static float greatest(float[] row) {
    float greatest = 0;
    for (float value : row) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  private static double norm(float[] row) {
    return Math.sqrt(Vectors.squaredNorm(row, 0, row.length));
  }

  private static void scale(float[] row, double factor) {
    float f = (float) factor;
    for (int j = 0; j < row.length; j++) {
      row[j] *= f;
    }
  }

  private static void subtract(float[] row, float factor, float[] other) {
    for (int j = 0; j < row.length; j++) {
      row[j] -= factor * other[j];
    }
  }
}
