// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Tells people in one line what went wrong with a command.
 *
 * @param program the name in front of it
 * @param debug whether a stack trace is wanted too
 */
public record Failures(String program, PrintStream log, BooleanSupplier debug) {

  /** A command line that exits with 1 after a failure, and with 2 for wrong arguments. */
  public CommandLine reportedBy(CommandLine line) {
    return line.setParameterExceptionHandler((failure, rejected) -> reportArguments(failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure));
  }

  private int reportArguments(ParameterException failure) {
    log.println(program + ": " + ErrorLine.of(failure) + " (see --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private int report(Exception failure) {
    if (failure instanceof ParameterException wrongArguments) {
      return reportArguments(wrongArguments);
    }
    log.println(program + ": " + ErrorLine.of(failure));
    if (debug.getAsBoolean()) {
      failure.printStackTrace(log);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
