// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a long task is, how fast it goes and how long it still takes. */
public interface Progress extends AutoCloseable {

  /** May be called from any thread. */
  void advance(int steps);

  @Override
  void close();

  /** How progress is shown; a bar redraws its line, which only a terminal can do. */
  enum Style {
    BAR,
    LINES;

    public Progress start(PrintStream out, String task, long done, long total) {
      return switch (this) {
        case BAR -> new Bar(out, task, done, total);
        case LINES -> new ProgressLines(out, task, done, total);
      };
    }
  }

  /** A bar on a terminal. */
  final class Bar implements Progress {
    private static final int UPDATE_MILLIS = 200;

    private final ProgressBar bar;

    private Bar(PrintStream out, String task, long done, long total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .startsFrom(done, Duration.ZERO)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .showSpeed()
              .build();
    }

    @Override
    public void advance(int steps) {
      bar.stepBy(steps);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
