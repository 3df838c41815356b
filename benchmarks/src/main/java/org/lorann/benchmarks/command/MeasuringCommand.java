// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.measure.IndexStore;
import org.lorann.benchmarks.peer.Workers;
import org.lorann.benchmarks.search.PeerIndexes;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that times searches of indexes, which are kept. */
abstract class MeasuringCommand extends DataCommand {
  @Mixin private TimingOptions timing = new TimingOptions();

  @Option(names = "--rebuild", description = "Build the indexes again even if they are there.")
  private boolean rebuild;

  MeasuringCommand(Output output) {
    super(output);
  }

  @Override
  final void run(DataSets dataSets) throws IOException {
    try (Workers workers = new Workers(threads())) {
      run(dataSets, workers);
    }
  }

  /** Measures and writes a report. */
  abstract void run(DataSets dataSets, Workers workers) throws IOException;

  final TimingOptions timing() {
    return timing;
  }

  final PeerIndexes indexes(DataSet measured, Workers workers) {
    IndexStore store =
        new IndexStore(work().indexes(), measured.metric().similarity(), threads(), rebuild, log());
    return new PeerIndexes(measured, store, workers);
  }
}
