// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lorann.lucene.internal.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is done with the scores of a cluster, which were just computed and so are in the cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectionBenchmark {
  private static final int SIZE = 256;

  /** About one score of 256 is better than this. */
  private static final float THRESHOLD = 2.66f;

  private final Kernels kernels = Kernels.get();
  private final float[] scores = new float[SIZE];
  private final int[] positions = new int[SIZE];

  /** Called by JMH. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SIZE; i++) {
      scores[i] = (float) random.nextGaussian();
    }
  }

  /** Finds the scores above a threshold. */
  @Benchmark
  public int select(Counters counters) {
    counters.bytes += (long) SIZE * Float.BYTES;
    return kernels.select(scores, 0, SIZE, THRESHOLD, positions);
  }

  /** Finds the best score. */
  @Benchmark
  public int argMax(Counters counters) {
    counters.bytes += (long) SIZE * Float.BYTES;
    return kernels.argMax(scores, 0, SIZE);
  }
}
