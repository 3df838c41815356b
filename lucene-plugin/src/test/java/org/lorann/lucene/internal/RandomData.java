// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Made-up numbers and vectors, and sums over them in double precision to compare with. */
public final class RandomData {

  /** Half the distance between 1 and the next float: the relative error of one rounding. */
  public static final double UNIT_ROUNDOFF = 0x1p-24;

  private RandomData() {}

  /** Independent standard normal numbers. */
  public static float[] gaussian(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Points around {@code blobs} centers, row after row; the centers are about one apart. */
  public static float[] blobs(Random random, int size, int dimension, int blobs, float noise) {
    float[] centers = gaussian(random, blobs * dimension);
    float[] values = new float[size * dimension];
    for (int i = 0; i < size; i++) {
      int center = random.nextInt(blobs) * dimension;
      for (int j = 0; j < dimension; j++) {
        values[i * dimension + j] = centers[center + j] + noise * (float) random.nextGaussian();
      }
    }
    return values;
  }

  /** The rows of a matrix, copied. */
  public static List<float[]> rows(float[] values, int dimension) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += dimension) {
      rows.add(Arrays.copyOfRange(values, from, from + dimension));
    }
    return rows;
  }

  /** A source of random numbers of the kind the library uses, seeded by the test's. */
  public static SplittableRandom splittable(Random random) {
    return new SplittableRandom(random.nextLong());
  }

  /** The inner product of two vectors. */
  public static double dot(float[] a, int aOffset, float[] b, int bOffset, int dimension) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum += (double) a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  /** The inner product of two vectors. */
  public static double dot(float[] a, float[] b) {
    return dot(a, 0, b, 0, a.length);
  }

  /** The squared Euclidean distance between two vectors. */
  public static double squareDistance(
      float[] a, int aOffset, float[] b, int bOffset, int dimension) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double difference = (double) a[aOffset + i] - b[bOffset + i];
      sum += difference * difference;
    }
    return sum;
  }
}
