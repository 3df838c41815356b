// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.lorann.benchmarks.console.Failures;
import org.lorann.benchmarks.console.VersionText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line of the benchmark. */
@Command(
    name = "benchmark",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures LoRANN and other vector formats on the same data.")
public final class BenchmarkCommand implements Runnable {

  /** Lucene's messages about its SIMD code would stand between the results. */
  private static final Logger LUCENE_LOGGER = Logger.getLogger("org.apache.lucene");

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private BenchmarkCommand() {}

  /** Runs a command and exits with 0, with 1 after a failure or with 2 for wrong arguments. */
  public static void main(String[] args) {
    LUCENE_LOGGER.setLevel(Level.WARNING);
    System.exit(execute(System.out, System.err, args));
  }

  static int execute(PrintStream out, PrintStream log, String... args) {
    BenchmarkCommand command = new BenchmarkCommand();
    Output output = new Output(out, log, List.of(args));
    CommandLine line =
        new CommandLine(command)
            .addSubcommand(new SearchCommand(output))
            .addSubcommand(new BuildCommand(output))
            .addSubcommand(new TargetCommand(output))
            .addSubcommand(new FilterCommand(output))
            .addSubcommand(new GrowthCommand(output))
            .addSubcommand(new MergeCommand(output))
            .addSubcommand(new HttpCommand(output))
            .addSubcommand(new KernelsCommand(output))
            .addSubcommand(new FormatsCommand(output))
            .addSubcommand(new InspectCommand(output))
            .setCaseInsensitiveEnumValuesAllowed(true);
    return new Failures("benchmark", log, () -> command.debug).reportedBy(line).execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which command");
  }
}
