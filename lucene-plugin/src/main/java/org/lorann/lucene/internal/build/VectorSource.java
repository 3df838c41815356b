// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.lucene.internal.kernel.Vectors;

/**
 * The raw vectors of one field of one segment, by ordinal, as floats. For cosine similarity they
 * arrive scaled to unit length, which turns it into an inner product. For one thread; others take a
 * {@link #copy}.
 */
public abstract sealed class VectorSource {

  private final KnnVectorValues values;
  private final boolean normalize;

  private VectorSource(KnnVectorValues values, boolean normalize) {
    this.values = values;
    this.normalize = normalize;
  }

  /** Reads float or byte vectors. */
  public static VectorSource of(KnnVectorValues values, VectorSimilarityFunction similarity) {
    return of(values, similarity == VectorSimilarityFunction.COSINE);
  }

  private static VectorSource of(KnnVectorValues values, boolean normalize) {
    return switch (values) {
      case FloatVectorValues floats -> new Floats(floats, normalize);
      case ByteVectorValues bytes -> new Bytes(bytes, normalize);
      default -> throw new IllegalArgumentException("unknown vectors: " + values.getClass());
    };
  }

  /** The number of vectors. */
  public int size() {
    return values.size();
  }

  /** The number of coordinates of each vector. */
  public int dimension() {
    return values.dimension();
  }

  /** An independent view for another thread. */
  public VectorSource copy() throws IOException {
    return of(values.copy(), normalize);
  }

  /** Copies a vector to {@code target}, from {@code offset} on. */
  public void read(int ordinal, float[] target, int offset) throws IOException {
    readRaw(ordinal, target, offset);
    if (normalize) {
      Vectors.normalize(target, offset, dimension());
    }
  }

  abstract void readRaw(int ordinal, float[] target, int offset) throws IOException;

  private static final class Floats extends VectorSource {
    private final FloatVectorValues values;

    Floats(FloatVectorValues values, boolean normalize) {
      super(values, normalize);
      this.values = values;
    }

    @Override
    void readRaw(int ordinal, float[] target, int offset) throws IOException {
      System.arraycopy(values.vectorValue(ordinal), 0, target, offset, dimension());
    }
  }

  private static final class Bytes extends VectorSource {
    private final ByteVectorValues values;

    Bytes(ByteVectorValues values, boolean normalize) {
      super(values, normalize);
      this.values = values;
    }

    @Override
    void readRaw(int ordinal, float[] target, int offset) throws IOException {
      byte[] vector = values.vectorValue(ordinal);
      for (int i = 0; i < vector.length; i++) {
        target[offset + i] = vector[i];
      }
    }
  }
}
