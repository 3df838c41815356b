// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.lorann.benchmarks.measure.Parallel;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.peer.PeerQuery;

/** Finds recall and work of searches, with as many threads as there are, and roughly their cost. */
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
  record Result(double recall, Work work, long cpuNanos) {
    private static final double CLEARLY = 1.3;

    /** Beyond this, more recall is not worth anything. */
    private static final double ALMOST_ALL = .998;

    boolean isClearlyBetterThan(Result other) {
      return recall >= Math.min(other.recall, ALMOST_ALL) && CLEARLY * cpuNanos < other.cpuNanos;
    }
  }

  RecallPass(float[][] queries, int[][] truth, int threads) {
    this.queries = queries;
    this.truth = truth;
    this.threads = threads;
  }

  /** Without it, what comes first would look more costly than it is. */
  static void warmUp(List<Searcher> searchers, float[][] queries) throws IOException {
    long end = System.nanoTime() + WARM_UP_NANOS;
    long all = (long) searchers.size() * queries.length;
    for (int i = 0; i < all && System.nanoTime() < end; i++) {
      Searcher searcher = searchers.get(i % searchers.size());
      searcher.rows(searcher.query(queries[i % queries.length]).query());
    }
  }

  Result run(Searcher searcher) throws IOException {
    ThreadMXBean threadTimes = ManagementFactory.getThreadMXBean();
    int[][] found = new int[queries.length][];
    LongAdder visited = new LongAdder();
    LongAdder cpuNanos = new LongAdder();
    Work.Sums before = Work.Sums.of(searcher.index());
    Parallel.run(
        threads,
        worker -> {
          long start = threadTimes.getCurrentThreadCpuTime();
          for (int i = worker; i < queries.length; i += threads) {
            PeerQuery query = searcher.query(queries[i]);
            found[i] = searcher.rows(query.query());
            visited.add(query.visited().getAsLong());
          }
          cpuNanos.add(threadTimes.getCurrentThreadCpuTime() - start);
        });
    Work work = Work.between(before, Work.Sums.of(searcher.index()), visited.sum(), queries.length);
    return new Result(Recall.mean(truth, found), work, cpuNanos.sum());
  }
}
