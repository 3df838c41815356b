// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.lorann.lucene.internal.kernel.PackedMatrix.BLOCK;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Multiplies straight from the mapped file. */
final class PanamaMatrixInput extends MatrixInput {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;

  /** As many bytes as there are shorts in a vector. */
  private static final VectorSpecies<Byte> BYTES_PER_SHORTS =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));

  /** At least as many bytes as there are floats in a vector; there is no vector of four bytes. */
  private static final VectorSpecies<Byte> BYTES_PER_FLOATS =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 4)));

  /** Columns handled by one byte vector of the one-byte kernel. */
  private static final int BYTE_STEP = FLOATS.length();

  private static final int SHORT_STEP = SHORTS.length();

  /** Row pairs whose products a sixteen-bit sum can hold: 16 rows * 15 * 127 = 30,480. */
  private static final int PAIRS_PER_SUM = 8;

  private final MemorySegment segment;

  PanamaMatrixInput(MemorySegment segment) {
    this.segment = segment;
  }

  @Override
  public void multiplyBytes(long position, int rows, int columns, float[] x, float[] out) {
    int j = 0;
    for (; j + 4 * BYTE_STEP <= columns; j += 4 * BYTE_STEP) {
      multiplyBytes4(
          address(position, rows, j),
          address(position, rows, j + BYTE_STEP),
          address(position, rows, j + 2 * BYTE_STEP),
          address(position, rows, j + 3 * BYTE_STEP),
          rows,
          x,
          out,
          j);
    }
    for (; j < columns; j += BYTE_STEP) {
      multiplyBytes1(address(position, rows, j), rows, x, out, j);
    }
  }

  /** Where column {@code j} of the first row stands; the next row is a block further on. */
  private static long address(long position, int rowsInBlock, int j) {
    return position + (long) (j / BLOCK) * rowsInBlock * BLOCK + j % BLOCK;
  }

  private void multiplyBytes4(
      long p0, long p1, long p2, long p3, int rows, float[] x, float[] out, int j) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int i = 0, offset = 0; i < rows; i++, offset += BLOCK) {
      FloatVector factor = FloatVector.broadcast(FLOATS, x[i]);
      s0 = factor.fma(floats(p0 + offset), s0);
      s1 = factor.fma(floats(p1 + offset), s1);
      s2 = factor.fma(floats(p2 + offset), s2);
      s3 = factor.fma(floats(p3 + offset), s3);
    }
    s0.intoArray(out, j);
    s1.intoArray(out, j + BYTE_STEP);
    s2.intoArray(out, j + 2 * BYTE_STEP);
    s3.intoArray(out, j + 3 * BYTE_STEP);
  }

  private void multiplyBytes1(long p, int rows, float[] x, float[] out, int j) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    int i = 0;
    // Rows are padded to an even number; two sums halve the wait for the previous addition.
    for (long offset = p; i < rows; i += 2, offset += 2 * BLOCK) {
      s0 = FloatVector.broadcast(FLOATS, x[i]).fma(floats(offset), s0);
      s1 = FloatVector.broadcast(FLOATS, x[i + 1]).fma(floats(offset + BLOCK), s1);
    }
    s0.add(s1).intoArray(out, j);
  }

  private FloatVector floats(long position) {
    return (FloatVector)
        ByteVector.fromMemorySegment(BYTES_PER_FLOATS, segment, position, LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  @Override
  public void multiplyNibbles(long position, int rows, int columns, short[] x, int[] out) {
    int pairs = rows / 2;
    int j = 0;
    for (; j + 2 * SHORT_STEP <= columns; j += 2 * SHORT_STEP) {
      multiplyNibbles2(
          address(position, pairs, j), address(position, pairs, j + SHORT_STEP), pairs, x, out, j);
    }
    for (; j < columns; j += SHORT_STEP) {
      multiplyNibbles1(address(position, pairs, j), pairs, x, out, j);
    }
  }

  private void multiplyNibbles2(long p0, long p1, int pairs, short[] x, int[] out, int j) {
    IntVector low0 = IntVector.zero(INTS);
    IntVector high0 = low0;
    IntVector low1 = low0;
    IntVector high1 = low0;
    for (int from = 0; from < pairs; from += PAIRS_PER_SUM) {
      int to = Math.min(pairs, from + PAIRS_PER_SUM);
      ShortVector s0 = ShortVector.zero(SHORTS);
      ShortVector s1 = s0;
      for (int i = from; i < to; i++) {
        ShortVector even = ShortVector.broadcast(SHORTS, x[2 * i]);
        ShortVector odd = ShortVector.broadcast(SHORTS, x[2 * i + 1]);
        ShortVector v0 = shorts(p0 + (long) i * BLOCK);
        ShortVector v1 = shorts(p1 + (long) i * BLOCK);
        s0 = s0.add(v0.and((short) 15).mul(even)).add(highNibble(v0).mul(odd));
        s1 = s1.add(v1.and((short) 15).mul(even)).add(highNibble(v1).mul(odd));
      }
      low0 = low0.add(s0.convertShape(VectorOperators.S2I, INTS, 0));
      high0 = high0.add(s0.convertShape(VectorOperators.S2I, INTS, 1));
      low1 = low1.add(s1.convertShape(VectorOperators.S2I, INTS, 0));
      high1 = high1.add(s1.convertShape(VectorOperators.S2I, INTS, 1));
    }
    low0.intoArray(out, j);
    high0.intoArray(out, j + SHORT_STEP / 2);
    low1.intoArray(out, j + SHORT_STEP);
    high1.intoArray(out, j + SHORT_STEP + SHORT_STEP / 2);
  }

  private void multiplyNibbles1(long p, int pairs, short[] x, int[] out, int j) {
    IntVector low = IntVector.zero(INTS);
    IntVector high = low;
    for (int from = 0; from < pairs; from += PAIRS_PER_SUM) {
      int to = Math.min(pairs, from + PAIRS_PER_SUM);
      ShortVector s = ShortVector.zero(SHORTS);
      for (int i = from; i < to; i++) {
        ShortVector v = shorts(p + (long) i * BLOCK);
        s =
            s.add(v.and((short) 15).mul(ShortVector.broadcast(SHORTS, x[2 * i])))
                .add(highNibble(v).mul(ShortVector.broadcast(SHORTS, x[2 * i + 1])));
      }
      low = low.add(s.convertShape(VectorOperators.S2I, INTS, 0));
      high = high.add(s.convertShape(VectorOperators.S2I, INTS, 1));
    }
    low.intoArray(out, j);
    high.intoArray(out, j + SHORT_STEP / 2);
  }

  private ShortVector shorts(long position) {
    return (ShortVector)
        ByteVector.fromMemorySegment(BYTES_PER_SHORTS, segment, position, LITTLE_ENDIAN)
            .convertShape(VectorOperators.ZERO_EXTEND_B2S, SHORTS, 0);
  }

  private static ShortVector highNibble(ShortVector v) {
    return v.lanewise(VectorOperators.LSHR, 4);
  }

  @Override
  public float subtract(long position, int size, float[] x, float factor, float[] out) {
    FloatVector minusFactor = FloatVector.broadcast(FLOATS, -factor);
    FloatVector max = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i + FLOATS.length() <= size; i += FLOATS.length()) {
      FloatVector y =
          FloatVector.fromMemorySegment(FLOATS, segment, position + 4L * i, LITTLE_ENDIAN);
      FloatVector difference = minusFactor.fma(y, FloatVector.fromArray(FLOATS, x, i));
      difference.intoArray(out, i);
      max = max.max(difference.abs());
    }
    float greatest = max.reduceLanes(VectorOperators.MAX);
    for (; i < size; i++) {
      out[i] = x[i] - factor * segment.get(FLOAT, position + 4L * i);
      greatest = Math.max(greatest, Math.abs(out[i]));
    }
    return greatest;
  }

  @Override
  public void readFloats(long position, float[] target, int size) {
    MemorySegment.copy(segment, FLOAT, position, target, 0, size);
  }

  @Override
  public void readInts(long position, int[] target, int size) {
    MemorySegment.copy(segment, INT, position, target, 0, size);
  }

  @Override
  public int readInt(long position) {
    return segment.get(INT, position);
  }

  @Override
  public long readLong(long position) {
    return segment.get(LONG, position);
  }
}
