// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Times contenders in the calling thread, in interleaved rounds: each round lets every contender
 * answer all queries in turn, so that a slow moment of the machine hits all of them alike.
 *
 * <p>The warm-up is interleaved too. Contenders share code in the JVM, and warming them up one
 * after the other would favour whichever shaped the compiled code last.
 */
public final class LatencyMeter {
  private static final int MIN_ROUNDS = 3;

  private final Duration warmUp;
  private final Duration measured;

  /** Both durations are shared by all contenders; the last round of each is finished. */
  public LatencyMeter(Duration warmUp, Duration measured) {
    this.warmUp = warmUp;
    this.measured = measured;
  }

  /** One result per contender, in their order. */
  public List<Latency> measure(List<Contender> contenders, float[][] queries) throws IOException {
    runRounds(warmUp, timings(contenders), queries);
    List<Timing> timings = timings(contenders);
    runRounds(measured, timings, queries);
    return timings.stream().map(Timing::latency).toList();
  }

  private static List<Timing> timings(List<Contender> contenders) {
    return contenders.stream().map(Timing::new).toList();
  }

  private static void runRounds(Duration atLeast, List<Timing> timings, float[][] queries)
      throws IOException {
    long start = System.nanoTime();
    int round = 0;
    while (round < MIN_ROUNDS || System.nanoTime() - start < atLeast.toNanos()) {
      for (Timing timing : timings) {
        timing.run(queries);
      }
      round++;
    }
  }

  /** The rounds of one contender. */
  private static final class Timing {
    private final AnswerTimes times = new AnswerTimes();
    private final Contender contender;
    private int next;

    Timing(Contender contender) {
      this.contender = contender;
    }

    void run(float[][] queries) throws IOException {
      next = 0;
      times.round(queries.length, () -> contender.topDocs(queries[next++]));
    }

    Latency latency() {
      return times.latency();
    }
  }
}
