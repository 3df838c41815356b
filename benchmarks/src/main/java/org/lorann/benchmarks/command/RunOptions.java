// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.console.Progress;
import picocli.CommandLine.Option;

/** The options that say how long steps are done, and how they are seen to go on. */
final class RunOptions {

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Threads for all that is not timed in one; one per processor by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      defaultValue = "${sys:benchmark.progress:-lines}",
      description = "How to show progress, bar or lines; a bar if standard error is a terminal.")
  private Progress.Style progress;

  int threads() {
    return threads;
  }

  Progress.Style progress() {
    return progress;
  }
}
