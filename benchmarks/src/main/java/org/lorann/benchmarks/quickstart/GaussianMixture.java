// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.util.Random;

/**
 * Points around a hundred random centres. Uniform noise has no structure an index could use and no
 * real data looks like it; clusters are the plainest data that does.
 */
final class GaussianMixture {
  private static final int CENTRES = 100;
  private static final float HALF_WIDTH = 2f;
  private static final float DEVIATION = 0.6f;

  private final Random random;
  private final float[][] centres;

  GaussianMixture(int dimensions, long seed) {
    random = new Random(seed);
    centres = new float[CENTRES][dimensions];
    for (float[] centre : centres) {
      for (int i = 0; i < dimensions; i++) {
        centre[i] = HALF_WIDTH * (2 * random.nextFloat() - 1);
      }
    }
  }

  /** The next points; rows and queries drawn one after the other never coincide. */
  float[][] draw(int count) {
    float[][] points = new float[count][];
    for (int i = 0; i < count; i++) {
      points[i] = around(centres[random.nextInt(CENTRES)]);
    }
    return points;
  }

  private float[] around(float[] centre) {
    float[] point = centre.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] += DEVIATION * (float) random.nextGaussian();
    }
    return point;
  }
}
