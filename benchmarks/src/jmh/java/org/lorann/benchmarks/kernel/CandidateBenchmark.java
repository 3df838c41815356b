// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.kernel;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What else is read for a cluster: corrections and the centroid. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CandidateBenchmark {
  private static final int SIZE = 256;

  /** Set by JMH. */
  @Param public WorkingSet workingSet;

  private final float[] scores = new float[SIZE];
  private final float[] out = new float[SIZE];
  private MappedPieces pieces;
  private MatrixInput input;

  /** Called by JMH. */
  @Setup
  public void open() throws IOException {
    pieces = new MappedPieces(SIZE, workingSet);
    input = Kernels.get().open(pieces.input());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SIZE; i++) {
      scores[i] = (float) random.nextGaussian();
    }
  }

  /** Called by JMH. */
  @TearDown
  public void close() throws IOException {
    pieces.close();
  }

  /** Adds the corrections of a cluster's vectors. */
  @Benchmark
  public float[] add(Counters counters) throws IOException {
    input.addBytes(pieces.nextPosition(), SIZE, 0, 0, out);
    count(counters);
    return out;
  }

  /** Subtracts a centroid from a query. */
  @Benchmark
  public float[] subtract(Counters counters) throws IOException {
    input.subtractBytes(pieces.nextPosition(), SIZE, scores, 1, out);
    count(counters);
    return out;
  }

  private static void count(Counters counters) {
    counters.bytes += SIZE;
    counters.multiplyAdds += SIZE;
  }
}
