// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import org.lorann.benchmarks.data.DataSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says how many neighbours are searched for. */
final class NeighborOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "-k",
      paramLabel = "K",
      defaultValue = "10",
      description =
          "Neighbours per query, 1 to " + DataSet.NEIGHBORS + "; ${DEFAULT-VALUE} by default.")
  private int k;

  int k() {
    if (k < 1 || k > DataSet.NEIGHBORS) {
      throw new ParameterException(
          command.commandLine(), "-k must be from 1 to " + DataSet.NEIGHBORS);
    }
    return k;
  }
}
