// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.lucene.util.IOUtils;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;

/** Runs jobs, each in a JVM of its own, and compares the formats by what they took. */
public final class BuildBenchmark {
  private static final double NANOS = 1e9;
  private static final double MEGA = 1e6;

  /** What {@code -Xmx} takes. */
  private static final Pattern HEAP = Pattern.compile("[1-9][0-9]*[kKmMgGtT]?");

  private final String heap;
  private final PrintStream log;
  private final Table table =
      new Table(
          "Builds and merges",
          new Column("work", Unit.TEXT),
          new Column("indexType", Unit.TEXT),
          new Column("nDoc", Unit.COUNT),
          new Column("wall(s)", Unit.DECIMAL),
          new Column("wall, to first", Unit.RATIO),
          new Column("CPU(s)", Unit.DECIMAL),
          new Column("CPU, to first", Unit.RATIO),
          new Column("CPU, to cold", Unit.PERCENT),
          new Column("peak heap(MB)", Unit.COUNT),
          new Column("written(MB)", Unit.COUNT),
          new Column("temporary(MB)", Unit.DECIMAL),
          new Column("own files(MB)", Unit.DECIMAL));

  /** The first format of each piece of work, which the others are compared with; it may fail. */
  private final Map<String, Optional<BuildResult>> firsts = new LinkedHashMap<>();

  private final Map<String, BuildResult> colds = new LinkedHashMap<>();

  /** Gives each JVM so much heap, as {@code -Xmx} takes it. */
  public BuildBenchmark(String heap, PrintStream log) {
    if (HEAP.matcher(heap).matches() == false) {
      throw new UserError("\"" + heap + "\" is no size of a heap: 512m or 2g would be");
    }
    this.heap = heap;
    this.log = log;
  }

  /** Does one job, of so many documents. */
  public void run(BuildJob job, int docs) throws IOException {
    String what = job.peer() + ", " + docs + " vectors: " + job.task().description();
    log.println(what);
    Optional<BuildResult> result = fork(job);
    if (result.isEmpty()) {
      log.println("failed");
      addFailure(job, docs);
    } else {
      add(job, docs, result.get());
    }
  }

  /** Empty if the JVM ended without a result, which is what happens when its heap is too small. */
  private Optional<BuildResult> fork(BuildJob job) throws IOException {
    Process process =
        new ProcessBuilder(command(job)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      lines = output.lines().toList();
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
      // A JVM that ran out of memory leaves its files.
      IOUtils.rm(job.folder());
    }
    // What the JVM says about its end.
    lines.stream().filter(line -> BuildResult.isLine(line) == false).forEach(log::println);
    return lines.stream().filter(BuildResult::isLine).map(BuildResult::parse).findFirst();
  }

  private List<String> command(BuildJob job) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    String natives = System.getProperty("es.nativelibs.path");
    if (natives != null) {
      command.add("-Des.nativelibs.path=" + natives);
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(BuildWorker.class.getName());
    command.addAll(job.toArguments());
    return command;
  }

  private void add(BuildJob job, int docs, BuildResult result) {
    Optional<BuildResult> first =
        firsts.computeIfAbsent(job.task() + " " + docs, key -> Optional.of(result));
    String cold = job.peer() + " " + docs;
    if (job.task() == BuildTask.COLD) {
      colds.put(cold, result);
    }
    table.row(
        job.task().description(),
        job.peer(),
        docs,
        result.wallNanos() / NANOS,
        ratio(result.wallNanos(), first.map(BuildResult::wallNanos)),
        result.cpuNanos() / NANOS,
        ratio(result.cpuNanos(), first.map(BuildResult::cpuNanos)),
        colds.containsKey(cold)
            ? 100.0 * result.cpuNanos() / colds.get(cold).cpuNanos()
            : Double.NaN,
        result.peakHeapBytes() / MEGA,
        result.writtenBytes() / MEGA,
        result.temporaryBytes() / MEGA,
        result.ownBytes() / MEGA);
  }

  private static double ratio(long nanos, Optional<Long> first) {
    return first.map(other -> (double) nanos / other).orElse(Double.NaN);
  }

  private void addFailure(BuildJob job, int docs) {
    firsts.putIfAbsent(job.task() + " " + docs, Optional.empty());
    Object[] row = new Object[12];
    Arrays.fill(row, Double.NaN);
    row[0] = job.task().description() + ": failed";
    row[1] = job.peer();
    row[2] = docs;
    table.row(row);
  }

  /** Adds what was measured to a report. */
  public void addTo(Report report) {
    report.add(
        table,
        "Each in a JVM of its own with -Xmx"
            + heap
            + ". To first: relative to the first format; to cold: relative to the cold build of as"
            + " many vectors in the same format. Peak heap is the most in use after a garbage"
            + " collection, an upper limit of what is needed. Temporary is the most that temporary"
            + " files took at a time; own files are those of the vectors without the raw ones.");
  }
}
