// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.time.Duration;
import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.measure.Throughput;
import picocli.CommandLine.Option;

/** The options that say how long searches are timed. */
final class TimingOptions {

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "10",
      description = "Rounds that count; ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "5",
      description = "Rounds before that; ${DEFAULT-VALUE} by default.")
  private int warmUp;

  @Option(
      names = "--slice",
      paramLabel = "MS",
      converter = AtLeastOne.class,
      defaultValue = "100",
      description = "Milliseconds for each setting in a round; ${DEFAULT-VALUE} by default.")
  private int slice;

  RoundMeter meter() {
    return new RoundMeter(warmUp, rounds, Duration.ofMillis(slice));
  }

  /** Starting threads takes time, so that slices are longer. */
  Throughput throughput(int threads) {
    return new Throughput(threads, rounds, Duration.ofMillis(5L * slice));
  }
}
