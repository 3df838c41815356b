// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import picocli.CommandLine.Option;

/** The option that says over which range of recall formats are measured. */
final class RecallOption {

  @Option(
      names = "--lowest-recall",
      paramLabel = "R",
      defaultValue = "0.8",
      description = "Settings with a lower recall are not timed; ${DEFAULT-VALUE} by default.")
  private double lowest;

  double lowest() {
    return lowest;
  }
}
