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

  private VectorSource() {}

  /** Reads float or byte vectors. */
  public static VectorSource of(KnnVectorValues values, VectorSimilarityFunction similarity) {
    return Stored.of(values, similarity == VectorSimilarityFunction.COSINE);
  }

  /** The number of vectors. */
  public abstract int size();

  /** The number of coordinates of each vector. */
  public abstract int dimension();

  /** An independent view for another thread. */
  public abstract VectorSource copy() throws IOException;

  /** Copies a vector to {@code target}, from {@code offset} on. */
  public abstract void read(int ordinal, float[] target, int offset) throws IOException;

  /** The segment's ordinal of a vector. */
  abstract int segmentOrdinal(int ordinal) throws IOException;

  /** The vectors with the given ordinals only, numbered from zero. */
  final VectorSource select(StagedInts ordinals) {
    return new Selected(this, ordinals);
  }

  private abstract static sealed class Stored extends VectorSource {
    private final KnnVectorValues values;
    private final boolean normalize;

    Stored(KnnVectorValues values, boolean normalize) {
      this.values = values;
      this.normalize = normalize;
    }

    static Stored of(KnnVectorValues values, boolean normalize) {
      return switch (values) {
        case FloatVectorValues floats -> new Floats(floats, normalize);
        case ByteVectorValues bytes -> new Bytes(bytes, normalize);
        default -> throw new IllegalArgumentException("unknown vectors: " + values.getClass());
      };
    }

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public int dimension() {
      return values.dimension();
    }

    @Override
    public VectorSource copy() throws IOException {
      return of(values.copy(), normalize);
    }

    @Override
    public void read(int ordinal, float[] target, int offset) throws IOException {
      readRaw(ordinal, target, offset);
      if (normalize) {
        Vectors.normalize(target, offset, dimension());
      }
    }

    @Override
    int segmentOrdinal(int ordinal) {
      return ordinal;
    }

    abstract void readRaw(int ordinal, float[] target, int offset) throws IOException;
  }

  private static final class Floats extends Stored {
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

  private static final class Bytes extends Stored {
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

  private static final class Selected extends VectorSource {
    private final VectorSource vectors;
    private final StagedInts ordinals;

    Selected(VectorSource vectors, StagedInts ordinals) {
      this.vectors = vectors;
      this.ordinals = ordinals;
    }

    @Override
    public int size() {
      return ordinals.size();
    }

    @Override
    public int dimension() {
      return vectors.dimension();
    }

    @Override
    public VectorSource copy() throws IOException {
      return new Selected(vectors.copy(), ordinals.copy());
    }

    @Override
    public void read(int ordinal, float[] target, int offset) throws IOException {
      vectors.read(ordinals.get(ordinal), target, offset);
    }

    @Override
    int segmentOrdinal(int ordinal) throws IOException {
      return vectors.segmentOrdinal(ordinals.get(ordinal));
    }
  }
}
