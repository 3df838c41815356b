// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.time.Duration;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.measure.Throughput;
import picocli.CommandLine.Option;

/** The options that say how long searches are timed. */
final class TimingOptions {

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Rounds that count; ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds before that; ${DEFAULT-VALUE} by default.")
  private int warmUp;

  @Option(
      names = "--slice",
      paramLabel = "MS",
      defaultValue = "100",
      description = "Milliseconds for each setting in a round; ${DEFAULT-VALUE} by default.")
  private int slice;

  RoundMeter meter() {
    if (rounds < 1 || warmUp < 1 || slice < 1) {
      throw new UserError("--rounds, --warm-up and --slice must be at least 1");
    }
    return new RoundMeter(warmUp, rounds, Duration.ofMillis(slice));
  }

  /** Starting threads takes time, so that slices are longer. */
  Throughput throughput(int threads) {
    return new Throughput(threads, rounds, Duration.ofMillis(5L * slice));
  }
}
