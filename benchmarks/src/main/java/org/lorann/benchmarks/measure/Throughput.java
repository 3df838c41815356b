// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Queries per second of several threads that each search as fast as they can. */
public final class Throughput {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int threads;
  private final int rounds;
  private final Duration slice;

  /** With so many threads; contenders take turns in rounds, with a slice of time for each. */
  public Throughput(int threads, int rounds, Duration slice) {
    this.threads = threads;
    this.rounds = rounds;
    this.slice = slice;
  }

  /** Queries per second of elapsed time, the median round of each contender. */
  public List<Double> measure(List<Contender> contenders, float[][] queries) throws IOException {
    List<List<Double>> rates = new ArrayList<>();
    contenders.forEach(contender -> rates.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        rates.get(i).add(run(contenders.get(i), queries));
      }
    }
    return rates.stream().map(Throughput::median).toList();
  }

  private double run(Contender contender, float[][] queries) throws IOException {
    LongAdder answered = new LongAdder();
    long start = System.nanoTime();
    long end = start + slice.toNanos();
    Parallel.run(
        threads,
        worker -> {
          int next = worker * queries.length / threads;
          while (System.nanoTime() < end) {
            contender.topDocs(queries[next]);
            next = (next + 1) % queries.length;
            answered.increment();
          }
        });
    return answered.sum() * NANOS_PER_SECOND / (System.nanoTime() - start);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
