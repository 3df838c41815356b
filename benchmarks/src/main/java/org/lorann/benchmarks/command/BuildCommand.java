// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.lorann.benchmarks.build.BuildBenchmark;
import org.lorann.benchmarks.build.BuildJob;
import org.lorann.benchmarks.build.BuildTask;
import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.data.DataOptions;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares formats by what it costs to build and merge their indexes. */
@Command(
    name = "build",
    description = "Compares formats by what it costs to build and merge their indexes.")
final class BuildCommand extends DataCommand {
  @Mixin private PeerOptions formats = new PeerOptions("lorann,hnsw,flat");

  @Option(
      names = "--tasks",
      paramLabel = "TASK",
      split = ",",
      defaultValue = "cold,again,merge_ten,merge_small",
      description = {
        "cold: add, flush and merge all; again: the same once more in the same JVM; merge_ten:"
            + " merge ten equal segments; merge_small: merge 1 %% of the vectors into the rest."
            + " ${DEFAULT-VALUE} by default."
      })
  private List<BuildTask> tasks;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      converter = AtLeastOne.class,
      description =
          "Numbers of vectors, ascending, in place of --docs; as many as there are by default.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description = "Heap of the JVM that builds, as -Xmx takes it; ${DEFAULT-VALUE} by default.")
  private String heap;

  @Option(
      names = "--buffer",
      paramLabel = "MB",
      converter = AtLeastOne.class,
      defaultValue = "256",
      description = "Buffer of the index writer; ${DEFAULT-VALUE} MB by default.")
  private int buffer;

  BuildCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets) throws IOException {
    List<Peer> peers = formats.peers();
    BuildBenchmark benchmark = new BuildBenchmark(heap, log());
    DataSet data = null;
    for (DataOptions options : variants()) {
      data = dataSets.openWithoutNeighbors(options);
      run(benchmark, peers, data);
    }
    Report report = report("Builds with " + threads() + " threads", data);
    benchmark.addTo(report);
    write(report, "build-" + data.name());
  }

  private List<DataOptions> variants() {
    return sizes.isEmpty() ? List.of(data()) : sizes.stream().map(data()::withDocs).toList();
  }

  private void run(BuildBenchmark benchmark, List<Peer> peers, DataSet data) throws IOException {
    Path folder = work().scratch();
    for (BuildTask task : tasks) {
      for (Peer peer : peers) {
        BuildJob job =
            new BuildJob(
                task, peer.name(), data.baseFile(), data.metric(), folder, threads(), buffer);
        benchmark.run(job, data.base().size());
      }
    }
  }
}
