// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.lorann.benchmarks.build.BuildBenchmark;
import org.lorann.benchmarks.build.BuildJob;
import org.lorann.benchmarks.build.BuildTask;
import org.lorann.benchmarks.data.DataOptions;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.peer.Peers;
import org.lorann.benchmarks.report.Report;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares formats by what it costs to build and merge their indexes. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares formats by what it costs to build and merge their indexes.")
final class BuildCommand implements Callable<Integer> {
  @Mixin private DataOptions dataOptions = new DataOptions();
  @Mixin private WorkOptions work = new WorkOptions();

  @Option(
      names = "--formats",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "lorann,hnsw,diskbbq-2bit,flat",
      description = "What to compare, the others with the first; ${DEFAULT-VALUE} by default.")
  private List<String> formats;

  @Option(
      names = "--tasks",
      paramLabel = "TASK",
      split = ",",
      defaultValue = "cold,merge_ten,merge_small",
      description = {
        "cold: add, flush and merge all; merge_ten: merge ten equal segments; merge_small: merge"
            + " 1 %% of the vectors into the rest. ${DEFAULT-VALUE} by default."
      })
  private List<BuildTask> tasks;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      description = "Numbers of vectors, ascending; as many as there are by default.")
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
      defaultValue = "256",
      description = "Buffer of the index writer; ${DEFAULT-VALUE} MB by default.")
  private double buffer;

  private final Output output;

  BuildCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    work.prepare();
    // Refuses a wrong name before anything is built.
    new Peers().named(formats);
    BuildBenchmark benchmark = new BuildBenchmark(heap, output.log());
    try (DataSets dataSets = work.dataSets(output.log())) {
      DataSet data = null;
      for (DataOptions options : variants()) {
        data = dataSets.openWithoutNeighbors(options);
        run(benchmark, data);
      }
      String title = "Builds with " + work.threads() + " threads: " + data.name();
      Report report = new Report(title, RunFacts.of(output.arguments(), data));
      benchmark.addTo(report);
      output.write(report, work.results(), work.reportName("build-" + data.name()));
    }
    return CommandLine.ExitCode.OK;
  }

  private List<DataOptions> variants() {
    return sizes.isEmpty()
        ? List.of(dataOptions)
        : sizes.stream().map(dataOptions::withDocs).toList();
  }

  private void run(BuildBenchmark benchmark, DataSet data) throws IOException {
    Path folder = work.scratch();
    for (BuildTask task : tasks) {
      for (String format : formats) {
        BuildJob job =
            new BuildJob(
                task, format, data.baseFile(), data.metric(), folder, work.threads(), buffer);
        benchmark.run(job, data.base().size());
      }
    }
  }
}
