// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.lorann.lucene.internal.kernel.PackedMatrix.BLOCK;
import static org.lorann.lucene.internal.kernel.PackedMatrix.HALF_BLOCK;
import static org.lorann.lucene.internal.kernel.PackedMatrix.NIBBLE_CENTER;
import static org.lorann.lucene.internal.kernel.PackedMatrix.ROWS_PER_GROUP;
import static org.lorann.lucene.internal.kernel.PackedMatrix.ROW_MULTIPLE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.apache.lucene.util.ArrayUtil;

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
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int LONG_STEP = LONGS.vectorByteSize();

  /** At least as many bytes as there are floats in a vector; there is no vector of four bytes. */
  private static final VectorSpecies<Byte> BYTES_PER_FLOATS =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 4)));

  /** As many shorts as there are ints in a vector. */
  private static final VectorSpecies<Short> SHORTS_PER_INTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(64, INTS.vectorBitSize() / 2)));

  /** Columns handled by one byte vector of the one-byte kernel. */
  private static final int BYTE_STEP = FLOATS.length();

  private static final int SHORT_STEP = SHORTS.length();

  /** Bytes of four rows of a block of four-bit codes. */
  private static final int GROUP_BYTES = ROWS_PER_GROUP * BLOCK / 2;

  /** How often a factor is contained in the one before it: see {@link #shiftFactors}. */
  private static final short[] PREVIOUS_WEIGHTS = new short[SHORT_STEP];

  static {
    for (int i = 0; i < SHORT_STEP; i++) {
      PREVIOUS_WEIGHTS[i] = (short) (i % ROWS_PER_GROUP == 0 ? 0 : 16);
    }
  }

  private final MemorySegment segment;

  /** The quantized vector, behind one unused element. */
  private short[] factors = new short[0];

  private short[] shifted = new short[0];

  /** The products of quantized factors and codes. */
  private int[] sums = new int[0];

  /** What was read ahead ends here, or C2 would not read it. */
  private long preloaded;

  PanamaMatrixInput(MemorySegment segment) {
    this.segment = segment;
  }

  @Override
  void multiplyBytes(long position, int rows, int columns, float[] x, float[] out) {
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

  /**
   * Two rows at a time, each with sums of its own: with one, C2 unrolls the loop to eight, waits
   * for the additions to one sum after the other and runs out of registers; that takes twice as
   * long.
   */
  private void multiplyBytes4(
      long p0, long p1, long p2, long p3, int rows, float[] x, float[] out, int j) {
    FloatVector even0 = FloatVector.zero(FLOATS);
    FloatVector even1 = even0;
    FloatVector even2 = even0;
    FloatVector even3 = even0;
    FloatVector odd0 = even0;
    FloatVector odd1 = even0;
    FloatVector odd2 = even0;
    FloatVector odd3 = even0;
    for (int i = 0; i < rows; i += 2) {
      long even = (long) i * BLOCK;
      FloatVector factor = FloatVector.broadcast(FLOATS, x[i]);
      even0 = factor.fma(floats(p0 + even), even0);
      even1 = factor.fma(floats(p1 + even), even1);
      even2 = factor.fma(floats(p2 + even), even2);
      even3 = factor.fma(floats(p3 + even), even3);
      long odd = even + BLOCK;
      factor = FloatVector.broadcast(FLOATS, x[i + 1]);
      odd0 = factor.fma(floats(p0 + odd), odd0);
      odd1 = factor.fma(floats(p1 + odd), odd1);
      odd2 = factor.fma(floats(p2 + odd), odd2);
      odd3 = factor.fma(floats(p3 + odd), odd3);
    }
    even0.add(odd0).intoArray(out, j);
    even1.add(odd1).intoArray(out, j + BYTE_STEP);
    even2.add(odd2).intoArray(out, j + 2 * BYTE_STEP);
    even3.add(odd3).intoArray(out, j + 3 * BYTE_STEP);
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
  void multiplyNibbles(long position, int rows, int columns, float[] x, float[] out) {
    float step = factorStep(greatest(x, rows));
    int factorSum = quantize(x, rows, 1 / step);
    float offset = -step * NIBBLE_CENTER * factorSum;
    if (sums.length < columns) {
      sums = new int[ArrayUtil.oversize(columns, Integer.BYTES)];
    }
    int vectors = columns / SHORT_STEP;
    int v = 0;
    for (; v + 1 < vectors; v += 2) {
      long p0 = nibbleAddress(position, rows, v);
      long p1 = nibbleAddress(position, rows, v + 1);
      multiplyNibbles2(p0, p1, rows, v);
    }
    if (v < vectors) {
      multiplyNibbles1(nibbleAddress(position, rows, v), rows, v);
    }
    scaleSums(columns, step, offset, out);
  }

  /** Done for all sums at once: C2 makes a worse loop of the products if it also has floats. */
  private void scaleSums(int columns, float step, float offset, float[] out) {
    FloatVector steps = FloatVector.broadcast(FLOATS, step);
    FloatVector offsets = FloatVector.broadcast(FLOATS, offset);
    for (int i = 0; i < columns; i += INTS.length()) {
      ((FloatVector)
              IntVector.fromArray(INTS, sums, i).convertShape(VectorOperators.I2F, FLOATS, 0))
          .fma(steps, offsets)
          .intoArray(out, i);
    }
  }

  /** The greatest absolute value. Bits of floats without a sign are ordered as ints are. */
  private static float greatest(float[] x, int size) {
    IntVector max = IntVector.zero(INTS);
    for (int i = 0; i < size; i += FLOATS.length()) {
      IntVector bits = FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts();
      max = max.max(bits.and(Integer.MAX_VALUE));
    }
    return Float.intBitsToFloat(max.reduceLanes(VectorOperators.MAX));
  }

  private int quantize(float[] x, int size, float inverseStep) {
    if (shifted.length < size) {
      int padded = Math.ceilDiv(size, SHORT_STEP) * SHORT_STEP;
      factors = new short[1 + padded];
      shifted = new short[padded];
    }
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < size; i += FLOATS.length()) {
      // Rounds to the nearest: what is cut to an int is never negative.
      IntVector factor =
          (IntVector)
              FloatVector.fromArray(FLOATS, x, i)
                  .mul(inverseStep)
                  .add(MAX_FACTOR + 1.5f)
                  .convertShape(VectorOperators.F2I, INTS, 0);
      factor = factor.sub(MAX_FACTOR + 1);
      sum = sum.add(factor);
      ((ShortVector) factor.convertShape(VectorOperators.I2S, SHORTS_PER_INTS, 0))
          .intoArray(factors, i + 1);
    }
    shiftFactors(size);
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /**
   * Spares the kernel to mask the codes it shifts down: a lane a = n0 + 16 n1 + 256 n2 + 4096 n3
   * with four codes gives x0 n0 + x1 n1 + x2 n2 + x3 n3 as x0 a + (x1 - 16 x0) (a >> 4) + (x2 - 16
   * x1) (a >> 8) + (x3 - 16 x2) (a >> 12). Overflows on the way cancel out, the sum itself fits.
   */
  private void shiftFactors(int size) {
    ShortVector weights = ShortVector.fromArray(SHORTS, PREVIOUS_WEIGHTS, 0);
    for (int i = 0; i < size; i += SHORT_STEP) {
      ShortVector previous = ShortVector.fromArray(SHORTS, factors, i);
      ShortVector.fromArray(SHORTS, factors, i + 1)
          .sub(previous.mul(weights))
          .intoArray(shifted, i);
    }
  }

  /** Where the first group of rows of the v-th vector of columns stands. */
  private static long nibbleAddress(long position, int rows, int v) {
    int column = v * SHORT_STEP;
    return position + (long) (column / BLOCK) * (rows / 2 * BLOCK) + column % BLOCK * Short.BYTES;
  }

  // Sums of sixteen bits hold the products of four groups. So every four groups what they have
  // grown by is added to sums of 32 bits; they themselves go on and overflow. One loop that does
  // so takes a sixth less time than a loop over four groups within another, as C2 makes iterations
  // of their own, with all checks of bounds, of the first and the last of any loop. Written out by
  // hand, four groups exceed its inlining limits; and if sums were set to zero again, it might
  // allocate them as objects.

  private void multiplyNibbles2(long p0, long p1, int rows, int v) {
    MemorySegment codes = segment;
    short[] x = shifted;
    IntVector low0 = IntVector.zero(INTS);
    IntVector high0 = low0;
    IntVector low1 = low0;
    IntVector high1 = low0;
    ShortVector s0 = ShortVector.zero(SHORTS);
    ShortVector s1 = s0;
    ShortVector before0 = s0;
    ShortVector before1 = s0;
    for (int group = 0; group < rows / ROWS_PER_GROUP; group++) {
      ShortVector x0 = ShortVector.broadcast(SHORTS, x[4 * group]);
      ShortVector x1 = ShortVector.broadcast(SHORTS, x[4 * group + 1]);
      ShortVector x2 = ShortVector.broadcast(SHORTS, x[4 * group + 2]);
      ShortVector x3 = ShortVector.broadcast(SHORTS, x[4 * group + 3]);
      s0 = addGroup(s0, shorts(codes, p0 + group * (long) GROUP_BYTES), x0, x1, x2, x3);
      s1 = addGroup(s1, shorts(codes, p1 + group * (long) GROUP_BYTES), x0, x1, x2, x3);
      if (isFull(group)) {
        ShortVector growth0 = s0.sub(before0);
        ShortVector growth1 = s1.sub(before1);
        low0 = low0.add(low(growth0));
        high0 = high0.add(high(growth0));
        low1 = low1.add(low(growth1));
        high1 = high1.add(high(growth1));
        before0 = s0;
        before1 = s1;
      }
    }
    int[] out = sums;
    low0.intoArray(out, firstColumn(v));
    high0.intoArray(out, firstColumn(v) + HALF_BLOCK);
    low1.intoArray(out, firstColumn(v + 1));
    high1.intoArray(out, firstColumn(v + 1) + HALF_BLOCK);
  }

  private void multiplyNibbles1(long p, int rows, int v) {
    MemorySegment codes = segment;
    short[] x = shifted;
    IntVector low = IntVector.zero(INTS);
    IntVector high = low;
    ShortVector s = ShortVector.zero(SHORTS);
    ShortVector before = s;
    for (int group = 0; group < rows / ROWS_PER_GROUP; group++) {
      ShortVector x0 = ShortVector.broadcast(SHORTS, x[4 * group]);
      ShortVector x1 = ShortVector.broadcast(SHORTS, x[4 * group + 1]);
      ShortVector x2 = ShortVector.broadcast(SHORTS, x[4 * group + 2]);
      ShortVector x3 = ShortVector.broadcast(SHORTS, x[4 * group + 3]);
      s = addGroup(s, shorts(codes, p + group * (long) GROUP_BYTES), x0, x1, x2, x3);
      if (isFull(group)) {
        ShortVector growth = s.sub(before);
        low = low.add(low(growth));
        high = high.add(high(growth));
        before = s;
      }
    }
    low.intoArray(sums, firstColumn(v));
    high.intoArray(sums, firstColumn(v) + HALF_BLOCK);
  }

  /** Whether sums of sixteen bits may have grown too much with another group after this one. */
  private static boolean isFull(int group) {
    return group % (ROW_MULTIPLE / ROWS_PER_GROUP) == ROW_MULTIPLE / ROWS_PER_GROUP - 1;
  }

  /** The column of the first low half in the v-th vector. */
  private static int firstColumn(int v) {
    int column = v * SHORT_STEP;
    return column / BLOCK * BLOCK + column % BLOCK / 2;
  }

  private static ShortVector shorts(MemorySegment codes, long position) {
    return ShortVector.fromMemorySegment(SHORTS, codes, position, LITTLE_ENDIAN);
  }

  private static ShortVector addGroup(
      ShortVector sum,
      ShortVector codes,
      ShortVector x0,
      ShortVector x1,
      ShortVector x2,
      ShortVector x3) {
    return sum.add(codes.mul(x0).add(codes.lanewise(LSHR, 4).mul(x1)))
        .add(codes.lanewise(LSHR, 8).mul(x2).add(codes.lanewise(LSHR, 12).mul(x3)));
  }

  private static IntVector low(ShortVector sums) {
    return sums.reinterpretAsInts().lanewise(LSHL, 16).lanewise(ASHR, 16);
  }

  private static IntVector high(ShortVector sums) {
    return sums.reinterpretAsInts().lanewise(ASHR, 16);
  }

  @Override
  public void preload(long position, long length) {
    // Reading in four places takes a fifth less time than in one if the bytes come from memory:
    // processors fetch ahead what follows a read, but only to the end of its page of 4 KB. What is
    // left at the end is not worth a loop of its own.
    long part = length / 4 / LONG_STEP * LONG_STEP;
    LongVector s0 = LongVector.zero(LONGS);
    LongVector s1 = s0;
    LongVector s2 = s0;
    LongVector s3 = s0;
    for (long p = position, end = position + part; p < end; p += LONG_STEP) {
      s0 = s0.add(longs(p));
      s1 = s1.add(longs(p + part));
      s2 = s2.add(longs(p + 2 * part));
      s3 = s3.add(longs(p + 3 * part));
    }
    preloaded += s0.add(s1).add(s2.add(s3)).lane(0);
  }

  private LongVector longs(long position) {
    return LongVector.fromMemorySegment(LONGS, segment, position, LITTLE_ENDIAN);
  }

  @Override
  public void subtractBytes(long position, int size, float[] x, float factor, float[] out) {
    FloatVector minusFactor = FloatVector.broadcast(FLOATS, -factor);
    for (int i = 0; i < size; i += FLOATS.length()) {
      minusFactor.fma(floats(position + i), FloatVector.fromArray(FLOATS, x, i)).intoArray(out, i);
    }
  }

  @Override
  public void addBytes(long position, int size, float constant, float factor, float[] out) {
    FloatVector constants = FloatVector.broadcast(FLOATS, constant);
    FloatVector factors = FloatVector.broadcast(FLOATS, factor);
    for (int i = 0; i < size; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, out, i)
          .add(floats(position + i).fma(factors, constants))
          .intoArray(out, i);
    }
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
