// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Times many contenders in the calling thread, in interleaved rounds: in each, every contender
 * answers queries for about the same time, so that a slow moment of the machine hits all alike and
 * slow contenders do not crowd out fast ones. Each goes through all queries in turn, going on in
 * the next round where it stopped.
 *
 * <p>The first rounds warm up and are not counted. They are interleaved too: contenders share code
 * in the JVM, and warming them up one after the other would favour whichever shaped the compiled
 * code last.
 */
public final class RoundMeter {
  private final int warmUpRounds;
  private final int rounds;
  private final Duration slice;

  /** With so many rounds of each kind, and a slice of time for a contender in a round. */
  public RoundMeter(int warmUpRounds, int rounds, Duration slice) {
    this.warmUpRounds = warmUpRounds;
    this.rounds = rounds;
    this.slice = slice;
  }

  /** How many rounds there will be, warm-up included. */
  public int totalRounds() {
    return warmUpRounds + rounds;
  }

  /**
   * A round that is over.
   *
   * @param counts whether it was more than a warm-up
   */
  public record Round(boolean counts) {}

  /** One result per contender, in their order; {@code eachRound} runs after every round. */
  public List<Latency> measure(
      List<Contender> contenders, float[][] queries, Consumer<Round> eachRound) throws IOException {
    List<Timing> timings = contenders.stream().map(c -> new Timing(c, queries)).toList();
    for (int round = 0; round < totalRounds(); round++) {
      for (Timing timing : timings) {
        if (round < warmUpRounds) {
          timing.warmUp();
        } else {
          timing.run();
        }
      }
      eachRound.accept(new Round(round >= warmUpRounds));
    }
    return timings.stream().map(Timing::latency).toList();
  }

  /** The rounds of one contender. */
  private final class Timing {
    private final AnswerTimes times = new AnswerTimes();
    private final Contender contender;
    private final float[][] queries;

    /** How many queries fill a slice, as the last round of the warm-up has it. */
    private int batch = 1;

    private int next;

    Timing(Contender contender, float[][] queries) {
      this.contender = contender;
      this.queries = queries;
    }

    void warmUp() throws IOException {
      long end = System.nanoTime() + slice.toNanos();
      batch = 0;
      do {
        answerNext();
        batch++;
      } while (System.nanoTime() < end && batch < queries.length);
    }

    void run() throws IOException {
      times.round(batch, this::answerNext);
    }

    private void answerNext() throws IOException {
      contender.topDocs(queries[next]);
      next = (next + 1) % queries.length;
    }

    Latency latency() {
      return times.latency();
    }
  }
}
