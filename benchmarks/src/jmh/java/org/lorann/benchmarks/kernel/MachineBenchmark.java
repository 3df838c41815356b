// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.kernel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the machine can do, and so no kernel can exceed. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineBenchmark {

  /** Pieces in a mapped file, as large as a cluster's codes. */
  @State(Scope.Thread)
  public static class Pieces {
    private static final int BYTES = 8192;

    /** Set by JMH. */
    @Param public WorkingSet workingSet;

    private MappedPieces pieces;
    private MemorySegment segment;

    /** Called by JMH. */
    @Setup
    public void open() throws IOException {
      pieces = new MappedPieces(BYTES, workingSet);
      segment =
          ((MemorySegmentAccessInput) pieces.input())
              .segmentSliceOrNull(0, pieces.input().length());
    }

    /** Called by JMH. */
    @TearDown
    public void close() throws IOException {
      pieces.close();
    }
  }

  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int REPEATS = 256;

  /** Reads a piece and does next to nothing with it. */
  @Benchmark
  public long read(Pieces pieces, Counters counters) {
    long position = pieces.pieces.nextPosition();
    int step = LONGS.vectorByteSize();
    LongVector a = LongVector.zero(LONGS);
    LongVector b = a;
    LongVector c = a;
    LongVector d = a;
    for (int i = 0; i < Pieces.BYTES; i += 4 * step) {
      a = a.add(load(pieces.segment, position + i));
      b = b.add(load(pieces.segment, position + i + step));
      c = c.add(load(pieces.segment, position + i + 2 * step));
      d = d.add(load(pieces.segment, position + i + 3 * step));
    }
    counters.bytes += Pieces.BYTES;
    return a.add(b).add(c.add(d)).lane(0);
  }

  private static LongVector load(MemorySegment segment, long position) {
    return LongVector.fromMemorySegment(LONGS, segment, position, ByteOrder.LITTLE_ENDIAN);
  }

  /** Multiplies and adds what is in registers, eight independent sums at a time. */
  @Benchmark
  public float multiplyAdd(Counters counters) {
    FloatVector x = FloatVector.broadcast(FLOATS, counters.bytes);
    FloatVector y = FloatVector.broadcast(FLOATS, .5f);
    FloatVector a = x;
    FloatVector b = x;
    FloatVector c = x;
    FloatVector d = x;
    FloatVector e = x;
    FloatVector f = x;
    FloatVector g = x;
    FloatVector h = x;
    for (int i = 0; i < REPEATS; i++) {
      a = a.fma(y, x);
      b = b.fma(y, x);
      c = c.fma(y, x);
      d = d.fma(y, x);
      e = e.fma(y, x);
      f = f.fma(y, x);
      g = g.fma(y, x);
      h = h.fma(y, x);
    }
    counters.multiplyAdds += 8L * REPEATS * FLOATS.length();
    FloatVector sum = a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h)));
    return sum.lane(0);
  }
}
