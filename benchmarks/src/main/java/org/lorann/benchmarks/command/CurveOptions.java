// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which formats are measured, and over which range of recall. */
final class CurveOptions {

  @Option(
      names = "--formats",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "lorann,hnsw,diskbbq-2bit,diskbbq-4bit",
      description = {
        "What to compare, the first with the others; NAME/N is the format with its index in N"
            + " segments. ./benchmark formats lists the names. ${DEFAULT-VALUE} by default."
      })
  private List<String> formats;

  @Option(
      names = "--lowest-recall",
      paramLabel = "R",
      defaultValue = "0.8",
      description = "Settings with a lower recall are not timed; ${DEFAULT-VALUE} by default.")
  private double lowestRecall;

  List<String> formats() {
    return formats;
  }

  double lowestRecall() {
    return lowestRecall;
  }
}
