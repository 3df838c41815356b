// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/** Kernels on the {@code jdk.incubator.vector} API, for vectors of 128, 256 or 512 bits. */
final class PanamaKernels extends SimdKernels {

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** Rows and columns of the product that one pass of the inner loop keeps in registers. */
  private static final int TILE_ROWS = 4;

  private static final int TILE_COLUMNS = 2 * LANES;

  /**
   * Inner dimension of a panel of b: 256 rows of one tile fill half of a 64 KB first-level cache.
   */
  private static final int PANEL_ROWS = 256;

  private static final VectorShuffle<Float> BY_ONE = rotation(1);
  private static final VectorShuffle<Float> BY_TWO = rotation(2);
  private static final VectorShuffle<Float> BY_FOUR = rotation(4);
  private static final VectorShuffle<Float> BY_EIGHT = rotation(8);

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(FLOATS, lane -> (lane + by) % LANES);
  }

  PanamaKernels() {
    if (FLOATS.vectorBitSize() < 128 || FLOATS.vectorBitSize() > 512) {
      throw new UnsupportedOperationException(
          "this machine's vectors have " + FLOATS.vectorBitSize() + " bits");
    }
  }

  @Override
  public String name() {
    return "panama";
  }

  @Override
  public MatrixInput open(IndexInput in) {
    if (FilterIndexInput.unwrapOnlyTest(in) instanceof MemorySegmentAccessInput mapped) {
      MemorySegment segment = sliceOrNull(mapped, in.length());
      if (segment != null) {
        return new PanamaMatrixInput(segment);
      }
    }
    // Not memory-mapped, or mapped in several chunks.
    return new ScalarMatrixInput(in);
  }

  private static MemorySegment sliceOrNull(MemorySegmentAccessInput mapped, long length) {
    try {
      return mapped.segmentSliceOrNull(0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void multiplyAdd(
      float[] a, int aOffset, int aStride, float[] b, float[] c, int m, int k, int n) {
    float[] panel = new float[Math.min(PANEL_ROWS, k) * TILE_COLUMNS];
    float[] rest = n % TILE_COLUMNS == 0 ? null : new float[m * TILE_COLUMNS];
    for (int p = 0; p < k; p += PANEL_ROWS) {
      int depth = Math.min(PANEL_ROWS, k - p);
      int j = 0;
      for (; j + TILE_COLUMNS <= n; j += TILE_COLUMNS) {
        copyPanel(b, p, j, n, TILE_COLUMNS, depth, panel);
        multiplyPanel(a, aOffset + p, aStride, panel, depth, c, j, n, m);
      }
      if (j < n) {
        // The columns of the panel beyond n keep zeros, or numbers whose products are not used.
        copyPanel(b, p, j, n, n - j, depth, panel);
        multiplyPanel(a, aOffset + p, aStride, panel, depth, rest, 0, TILE_COLUMNS, m);
      }
    }
    if (rest != null) {
      addRest(rest, c, n - n % TILE_COLUMNS, n, m);
    }
  }

  private static void multiplyPanel(
      float[] a,
      int start,
      int stride,
      float[] panel,
      int depth,
      float[] c,
      int cOffset,
      int n,
      int m) {
    int i = 0;
    for (; i + TILE_ROWS <= m; i += TILE_ROWS) {
      multiplyTile(a, start + i * stride, stride, panel, depth, c, cOffset + i * n, n);
    }
    for (; i < m; i++) {
      multiplyRow(a, start + i * stride, panel, depth, c, cOffset + i * n);
    }
  }

  private static void addRest(float[] rest, float[] c, int from, int n, int m) {
    for (int i = 0; i < m; i++) {
      for (int j = from; j < n; j++) {
        c[i * n + j] += rest[i * TILE_COLUMNS + j - from];
      }
    }
  }

  private static void copyPanel(
      float[] b, int p, int j, int n, int columns, int depth, float[] panel) {
    for (int q = 0; q < depth; q++) {
      System.arraycopy(b, (p + q) * n + j, panel, q * TILE_COLUMNS, columns);
    }
  }

  private static void multiplyTile(
      float[] a, int a0, int stride, float[] panel, int depth, float[] c, int c0, int n) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int c1 = c0 + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    FloatVector s00 = FloatVector.fromArray(FLOATS, c, c0);
    FloatVector s01 = FloatVector.fromArray(FLOATS, c, c0 + LANES);
    FloatVector s10 = FloatVector.fromArray(FLOATS, c, c1);
    FloatVector s11 = FloatVector.fromArray(FLOATS, c, c1 + LANES);
    FloatVector s20 = FloatVector.fromArray(FLOATS, c, c2);
    FloatVector s21 = FloatVector.fromArray(FLOATS, c, c2 + LANES);
    FloatVector s30 = FloatVector.fromArray(FLOATS, c, c3);
    FloatVector s31 = FloatVector.fromArray(FLOATS, c, c3 + LANES);
    for (int p = 0, q = 0; p < depth; p++, q += TILE_COLUMNS) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, panel, q);
      FloatVector b1 = FloatVector.fromArray(FLOATS, panel, q + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
  }

  private static void multiplyRow(float[] a, int a0, float[] panel, int depth, float[] c, int c0) {
    FloatVector s0 = FloatVector.fromArray(FLOATS, c, c0);
    FloatVector s1 = FloatVector.fromArray(FLOATS, c, c0 + LANES);
    for (int p = 0, q = 0; p < depth; p++, q += TILE_COLUMNS) {
      FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + p]);
      s0 = x.fma(FloatVector.fromArray(FLOATS, panel, q), s0);
      s1 = x.fma(FloatVector.fromArray(FLOATS, panel, q + LANES), s1);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + LANES);
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int size) {
    // Written out: where a loop runs rarely, C2 may not inline what it calls, and then makes an
    // object of the sum in each call of this method. That takes four times as long.
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    int i = 0;
    for (; i + 2 * LANES <= size; i += 2 * LANES) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, a, aOffset + i);
      FloatVector a1 = FloatVector.fromArray(FLOATS, a, aOffset + i + LANES);
      s0 = a0.fma(FloatVector.fromArray(FLOATS, b, bOffset + i), s0);
      s1 = a1.fma(FloatVector.fromArray(FLOATS, b, bOffset + i + LANES), s1);
    }
    for (; i + LANES <= size; i += LANES) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, a, aOffset + i);
      s0 = a0.fma(FloatVector.fromArray(FLOATS, b, bOffset + i), s0);
    }
    float sum = sum(s0.add(s1));
    for (; i < size; i++) {
      sum += a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  /**
   * Adds up all lanes, always in the same order: {@code reduceLanes} may take another one once it
   * is compiled, and an index would depend on when that was.
   */
  private static float sum(FloatVector lanes) {
    FloatVector sum = lanes;
    if (LANES > 8) {
      sum = sum.add(sum.rearrange(BY_EIGHT));
    }
    if (LANES > 4) {
      sum = sum.add(sum.rearrange(BY_FOUR));
    }
    sum = sum.add(sum.rearrange(BY_TWO));
    return sum.add(sum.rearrange(BY_ONE)).lane(0);
  }

  @Override
  public int argMax(float[] values, int offset, int size) {
    int aligned = size - size % (2 * LANES);
    FloatVector best = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector other = best;
    for (int i = 0; i < aligned; i += 2 * LANES) {
      best = greater(values, offset + i, best);
      other = greater(values, offset + i + LANES, other);
    }
    best = best.max(other);
    float max = best.reduceLanes(VectorOperators.MAX);
    for (int i = aligned; i < size; i++) {
      max = Math.max(max, values[offset + i]);
    }
    return indexOf(max, values, offset, size);
  }

  /** Takes fewer instructions than max(), which cares for NaN and negative zero. */
  private static FloatVector greater(float[] values, int i, FloatVector best) {
    FloatVector next = FloatVector.fromArray(FLOATS, values, i);
    return best.blend(next, next.compare(VectorOperators.GT, best));
  }

  private static int indexOf(float value, float[] values, int offset, int size) {
    int i = 0;
    for (; i + LANES <= size; i += LANES) {
      VectorMask<Float> equal =
          FloatVector.fromArray(FLOATS, values, offset + i).compare(VectorOperators.EQ, value);
      if (equal.anyTrue()) {
        return i + equal.firstTrue();
      }
    }
    for (; i < size; i++) {
      if (values[offset + i] == value) {
        return i;
      }
    }
    return 0; // all are NaN
  }

  @Override
  public int select(float[] scores, int from, int to, float threshold, int[] positions) {
    int count = 0;
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      VectorMask<Float> above =
          FloatVector.fromArray(FLOATS, scores, i).compare(VectorOperators.GT, threshold);
      // Most vectors of scores have nothing to offer once the threshold has risen.
      for (long bits = above.toLong(); bits != 0; bits &= bits - 1) {
        positions[count++] = i + Long.numberOfTrailingZeros(bits);
      }
    }
    for (; i < to; i++) {
      if (scores[i] > threshold) {
        positions[count++] = i;
      }
    }
    return count;
  }
}
