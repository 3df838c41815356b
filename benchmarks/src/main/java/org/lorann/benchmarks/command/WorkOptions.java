// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.util.NamedThreadFactory;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.measure.IndexStore;
import org.lorann.benchmarks.peer.Elasticsearch;
import picocli.CommandLine.Option;

/** The options that say how commands go about their work; the same for all. */
final class WorkOptions {

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "${sys:benchmark.work:-.benchmark}",
      description = "Where data, indexes and results are kept; ${DEFAULT-VALUE} by default.")
  private Path folder;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for all that is not timed in one; one per processor by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--rebuild", description = "Build the indexes again even if they are there.")
  private boolean rebuild;

  @Option(
      names = "--native",
      paramLabel = "DIR",
      description =
          "An unpacked Elasticsearch 9.5.3: DiskBBQ then uses the native code that is in it.")
  private Path elasticsearch;

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      defaultValue = "${sys:benchmark.progress:-lines}",
      description = "How to show progress, bar or lines; a bar if standard error is a terminal.")
  private Progress.Style progress;

  @Option(
      names = "--report",
      paramLabel = "NAME",
      description = "Name of the files of the report; by default from command and data.")
  private String report;

  /** To be called before anything of Lucene or Elasticsearch is used. */
  void prepare() throws IOException {
    if (threads < 1) {
      throw new UserError("--threads must be at least 1");
    }
    Files.createDirectories(folder);
    if (elasticsearch != null) {
      Elasticsearch.useNativeLibraries(elasticsearch);
    }
    Elasticsearch.prepare();
  }

  int threads() {
    return threads;
  }

  Progress.Style progress() {
    return progress;
  }

  Path results() {
    return folder.resolve("results");
  }

  String reportName(String usual) {
    return report == null ? usual : report;
  }

  /** For what is not kept. */
  Path scratch() {
    return folder.resolve("scratch");
  }

  DataSets dataSets(PrintStream log) {
    return new DataSets(folder.resolve("data"), threads, progress, log);
  }

  IndexStore indexStore(DataSet data, PrintStream log) {
    return new IndexStore(
        folder.resolve("index"), data.metric().similarity(), threads, rebuild, log);
  }

  ExecutorService executor() {
    return Executors.newFixedThreadPool(threads, new NamedThreadFactory("build"));
  }
}
