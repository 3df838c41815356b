// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

/** How alike two vectors are, computed in the plainest way: the oracle of the tests. */
public enum Similarity {
  /** The squared distance, negated. */
  L2 {
    @Override
    public double of(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      }
      return -sum;
    }
  },

  /** The inner product. */
  INNER_PRODUCT {
    @Override
    public double of(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += (double) a[i] * b[i];
      }
      return sum;
    }
  },

  /** The cosine of the angle. */
  COSINE {
    @Override
    public double of(float[] a, float[] b) {
      return INNER_PRODUCT.of(a, b)
          / Math.sqrt(INNER_PRODUCT.of(a, a))
          / Math.sqrt(INNER_PRODUCT.of(b, b));
    }
  };

  /**
   * {@return the similarity; the greater, the more alike}
   *
   * @param a a vector
   * @param b a vector of the same dimension
   */
  public abstract double of(float[] a, float[] b);
}
