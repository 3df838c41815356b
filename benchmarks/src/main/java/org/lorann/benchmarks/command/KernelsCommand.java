// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.util.Collection;
import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.report.Report;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times the kernels with JMH. */
@Command(
    name = "kernels",
    description = "Times the kernels, next to what the machine can read and compute.")
final class KernelsCommand extends ReportCommand {
  private static final String PACKAGE = "org.lorann.benchmarks.kernel.";

  @Option(
      names = "--benchmarks",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only those whose names contain this; the machine's limits always run.")
  private String benchmarks;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "5",
      description = "Iterations that count; ${DEFAULT-VALUE} by default.")
  private int iterations;

  @Option(
      names = "--millis",
      paramLabel = "MS",
      converter = AtLeastOne.class,
      defaultValue = "1000",
      description = "Milliseconds of an iteration; ${DEFAULT-VALUE} by default.")
  private int millis;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "1",
      description = "JVMs, one after the other; 0 for this one; ${DEFAULT-VALUE} by default.")
  private int forks;

  KernelsCommand(Output output) {
    super(output);
  }

  @Override
  void run() throws IOException {
    KernelTable table = new KernelTable(measure());
    Report report = new Report("Kernels", RunFacts.ofMachine(arguments()));
    table.addTo(report);
    write(report, "kernels");
  }

  private Collection<RunResult> measure() throws IOException {
    try {
      return new Runner(
              new OptionsBuilder()
                  .include(PACKAGE + "MachineBenchmark")
                  .include(PACKAGE + ".*" + benchmarks)
                  .verbosity(VerboseMode.NORMAL)
                  .forks(forks)
                  .warmupIterations(3)
                  .warmupTime(TimeValue.milliseconds(millis))
                  .measurementIterations(iterations)
                  .measurementTime(TimeValue.milliseconds(millis))
                  .jvmArgs(
                      "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")
                  .build())
          .run();
    } catch (RunnerException e) {
      throw new IOException(e);
    }
  }
}
