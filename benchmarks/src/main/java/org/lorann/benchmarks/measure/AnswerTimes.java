// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How long a contender takes for its answers: rates by round, percentiles over all queries. */
final class AnswerTimes {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int HISTOGRAM_DIGITS = 3;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Histogram histogram = new Histogram(HISTOGRAM_DIGITS);
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> perCpuSecond = new ArrayList<>();

  /** Answers a query. */
  interface Answer {
    void next() throws IOException;
  }

  /** Times the answers of a round. */
  void round(int answers, Answer answer) throws IOException {
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long previous = start;
    for (int i = 0; i < answers; i++) {
      answer.next();
      long now = System.nanoTime();
      histogram.recordValue(now - previous);
      previous = now;
    }
    perSecond.add(rate(answers, previous - start));
    perCpuSecond.add(rate(answers, threads.getCurrentThreadCpuTime() - cpu));
  }

  Latency latency() {
    return new Latency(
        median(perSecond),
        median(perCpuSecond),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(99));
  }

  private static double rate(int count, long nanos) {
    return count * NANOS_PER_SECOND / nanos;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
