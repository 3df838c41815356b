// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.lorann.benchmarks.measure.Contender;
import org.lorann.benchmarks.measure.Parallel;
import org.lorann.benchmarks.measure.Recall;

/** Finds the recall of contenders, with as many threads as there are, and roughly their cost. */
final class RecallPass {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final float[][] queries;
  private final int[][] truth;
  private final int threads;

  /**
   * What was found.
   *
   * @param recall the mean over all queries
   * @param cpuNanos processor time of all queries, measured once and so only a rough number
   */
  record Result(double recall, long cpuNanos) {
    private static final double CLEARLY = 1.5;

    boolean isClearlyBetterThan(Result other) {
      return recall >= other.recall && CLEARLY * cpuNanos < other.cpuNanos;
    }
  }

  RecallPass(float[][] queries, int[][] truth, int threads) {
    this.queries = queries;
    this.truth = truth;
    this.threads = threads;
  }

  /** Without it, the first contenders would look more costly than they are. */
  void warmUp(List<Contender> contenders) throws IOException {
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int i = 0; System.nanoTime() < end; i++) {
      contenders.get(i % contenders.size()).topDocs(queries[i % queries.length]);
    }
  }

  Result run(Contender contender) throws IOException {
    int[][] found = new int[queries.length][];
    AtomicLong cpuNanos = new AtomicLong();
    Parallel.run(
        threads,
        worker -> {
          long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
          for (int i = worker; i < queries.length; i += threads) {
            found[i] = contender.rows(queries[i]);
          }
          cpuNanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        });
    return new Result(Recall.mean(truth, found), cpuNanos.get());
  }
}
