// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.internal.cluster.PointSet;
import org.lorann.lucene.internal.cluster.Sampling;
import org.lorann.lucene.internal.kernel.Quantizer;

/**
 * Points in a temporary file, each as a step and, for each coordinate, the byte by which to
 * multiply it: a quarter of the space of floats. What this loses is a small part of the distance
 * between any two points, and means of many lose less.
 */
final class StagedPoints implements PointSet {

  private final IndexInput in;
  private final int size;
  private final int dimension;

  /** Takes points that were {@link #encode encoded}, one after the other, to a whole file. */
  StagedPoints(IndexInput in, int dimension) {
    this.in = in;
    this.dimension = dimension;
    this.size = Math.toIntExact(in.length() / bytesPerPoint(dimension));
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
    int dimension = projection.dimensions();
    int[] ordinals = Sampling.choose(vectors.size(), size, random);
    workers.inOrder(
        size,
        (from, count) ->
            encode(
                projection.project(vectors.copy(), ordinals, from, count).points().values(),
                dimension),
        bytes -> staging.out().writeBytes(bytes, bytes.length));
    return new StagedPoints(staging.in(), dimension);
  }

  private static int bytesPerPoint(int dimension) {
    return Float.BYTES + dimension;
  }

  /** What a file has for some points. */
  static byte[] encode(float[] coordinates, int dimension) {
    int points = coordinates.length / dimension;
    ByteBuffer bytes = buffer(new byte[points * bytesPerPoint(dimension)]);
    for (int i = 0; i < points; i++) {
      float step = Quantizer.BYTES.step(coordinates, i * dimension, 1, dimension);
      bytes.putFloat(step);
      for (int j = 0; j < dimension; j++) {
        bytes.put((byte) Quantizer.BYTES.encode(coordinates[i * dimension + j], 1 / step));
      }
    }
    return bytes.array();
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void decode(byte[] bytes, int count, float[] target) {
    ByteBuffer buffer = buffer(bytes);
    for (int i = 0; i < count; i++) {
      int from = i * bytesPerPoint(dimension);
      float step = buffer.getFloat(from);
      for (int j = 0; j < dimension; j++) {
        target[i * dimension + j] = step * bytes[from + Float.BYTES + j];
      }
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
    byte[] bytes = new byte[count * bytesPerPoint(dimension)];
    IndexInput clone = in.clone();
    clone.seek((long) from * bytesPerPoint(dimension));
    clone.readBytes(bytes, 0, bytes.length);
    decode(bytes, count, target);
  }

  @Override
  public void read(int[] rows, int from, int count, float[] target) throws IOException {
    int length = bytesPerPoint(dimension);
    byte[] bytes = new byte[count * length];
    IndexInput clone = in.clone();
    for (int i = 0; i < count; i++) {
      clone.seek((long) rows[from + i] * length);
      clone.readBytes(bytes, i * length, length);
    }
    decode(bytes, count, target);
  }
}
