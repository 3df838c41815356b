// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.util.SplittableRandom;

/** The same vectors in a random order: data are often sorted by what they are about. */
public final class Shuffled implements Vectors {
  private final Vectors vectors;
  private final int[] order;

  /** In an order that depends on the seed. */
  public Shuffled(Vectors vectors, long seed) {
    this.vectors = vectors;
    this.order = new int[vectors.size()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
  }

  @Override
  public int size() {
    return order.length;
  }

  @Override
  public int dimension() {
    return vectors.dimension();
  }

  @Override
  public float[] get(int row) throws IOException {
    return vectors.get(order[row]);
  }
}
