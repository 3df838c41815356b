// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A line every few seconds, for logs and other places that keep what was printed. */
public final class ProgressLines implements Progress {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SECONDS_PER_MINUTE = 60;

  private final PrintStream out;
  private final String task;
  private final long startedAt;
  private final long total;
  private final LongSupplier clock;
  private final long startNanos;
  private long done;
  private long nextNanos;

  ProgressLines(PrintStream out, String task, long done, long total) {
    this(out, task, done, total, System::nanoTime);
  }

  ProgressLines(PrintStream out, String task, long done, long total, LongSupplier clock) {
    this.out = out;
    this.task = task;
    this.startedAt = done;
    this.done = done;
    this.total = total;
    this.clock = clock;
    this.startNanos = clock.getAsLong();
    this.nextNanos = startNanos + INTERVAL_NANOS;
  }

  @Override
  public synchronized void advance(int steps) {
    done += steps;
    if (clock.getAsLong() >= nextNanos) {
      nextNanos += INTERVAL_NANOS;
      print();
    }
  }

  @Override
  public synchronized void close() {
    print();
  }

  private void print() {
    double seconds = Math.max(1e-9, (clock.getAsLong() - startNanos) / 1e9);
    double rate = (done - startedAt) / seconds;
    out.printf(
        Locale.ROOT, "%s: %,d of %,d, %,.0f/s, %s left%n", task, done, total, rate, left(rate));
  }

  private String left(double rate) {
    if (done == total) {
      return "nothing";
    }
    if (rate == 0) {
      return "?";
    }
    long seconds = Math.round((total - done) / rate);
    return String.format(
        Locale.ROOT, "%d:%02d", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
  }
}
