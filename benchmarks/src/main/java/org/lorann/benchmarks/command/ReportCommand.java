// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.lorann.benchmarks.peer.Elasticsearch;
import org.lorann.benchmarks.report.Report;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** A command that measures something and writes a report. */
abstract class ReportCommand implements Callable<Integer> {
  @Mixin private WorkOptions work = new WorkOptions();

  private final Output output;

  ReportCommand(Output output) {
    this.output = output;
  }

  @Override
  public final Integer call() throws IOException {
    work.createFolder();
    Elasticsearch.prepare();
    run();
    return CommandLine.ExitCode.OK;
  }

  /** Measures and writes a report. */
  abstract void run() throws IOException;

  final WorkOptions work() {
    return work;
  }

  final PrintStream log() {
    return output.log();
  }

  /** What the benchmark was called with. */
  final List<String> arguments() {
    return output.arguments();
  }

  final void write(Report report, String name) throws IOException {
    output.write(report, work.results(), work.reportName(name));
  }
}
