// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.internal.cluster.PointSet;
import org.lorann.lucene.internal.cluster.Sampling;

/** Points in a temporary file. */
final class StagedPoints implements PointSet {

  private final IndexInput in;
  private final int size;
  private final int dimension;

  /** Takes points that were {@link #write written}, one after the other, to a whole file. */
  StagedPoints(IndexInput in, int dimension) {
    this.in = in;
    this.dimension = dimension;
    this.size = Math.toIntExact(in.length() / (dimension * (long) Float.BYTES));
  }

  /** Projects vectors chosen at random into a file. */
  static StagedPoints sample(
      VectorSource vectors,
      int size,
      Projection projection,
      Workers workers,
      SplittableRandom random,
      Staging staging)
      throws IOException {
    int[] ordinals = Sampling.choose(vectors.size(), size, random);
    workers.inOrder(
        size,
        (from, count) -> projection.project(vectors.copy(), ordinals, from, count).points(),
        points -> write(points.values(), staging.out()));
    return new StagedPoints(staging.in(), projection.dimensions());
  }

  static void write(float[] coordinates, IndexOutput out) throws IOException {
    for (float coordinate : coordinates) {
      out.writeInt(Float.floatToRawIntBits(coordinate));
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void read(int from, int count, float[] target) throws IOException {
    IndexInput clone = in.clone();
    clone.seek((long) from * dimension * Float.BYTES);
    clone.readFloats(target, 0, count * dimension);
  }

  @Override
  public void read(int[] rows, int from, int count, float[] target) throws IOException {
    IndexInput clone = in.clone();
    for (int i = 0; i < count; i++) {
      clone.seek((long) rows[from + i] * dimension * Float.BYTES);
      clone.readFloats(target, i * dimension, dimension);
    }
  }
}
