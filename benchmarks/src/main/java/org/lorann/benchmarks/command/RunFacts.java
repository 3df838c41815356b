// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.lorann.benchmarks.console.VersionText;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.CodeLocation;
import org.lorann.benchmarks.peer.Elasticsearch;

/** All that a result depends on, for the head of a report. */
final class RunFacts {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL_NAME = "model name";
  private static final String UNKNOWN = "unknown";

  /** What {@code ./benchmark} says: where things are, which is nobody's business. */
  private static final List<String> OWN_OPTIONS = List.of("-Dbenchmark.", "-Dquickstart.");

  private RunFacts() {}

  static List<String> of(List<String> arguments, DataSet data) throws IOException {
    List<String> facts = new ArrayList<>(ofMachine(arguments));
    facts.add(1, describe(data));
    facts.add("DiskBBQ's native code: " + (Elasticsearch.usesNativeLibraries() ? "yes" : "no"));
    return facts;
  }

  /** The same without data and what other formats need. */
  static List<String> ofMachine(List<String> arguments) throws IOException {
    String machine =
        String.format(
            Locale.ROOT,
            "Machine: %s, %d processors, %s %s",
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"));
    return List.of(
        "Command: ./benchmark " + String.join(" ", arguments),
        machine,
        String.join(", ", new VersionText().getVersion()) + ", commit " + commit(),
        "JVM options: " + String.join(" ", jvmOptions()),
        "Date: " + LocalDate.now(ZoneOffset.UTC));
  }

  private static String describe(DataSet data) {
    return String.format(
        Locale.ROOT,
        "Data: %s, %,d vectors of %d dimensions, %s, %,d queries",
        data.name(),
        data.base().size(),
        data.base().dimension(),
        data.metric().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        data.queries().length);
  }

  private static String processor() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith(MODEL_NAME))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    }
  }

  private static List<String> jvmOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> OWN_OPTIONS.stream().noneMatch(option::startsWith))
        .toList();
  }

  /** Of the sources this code was compiled from, if they are a git working tree. */
  private static String commit() throws IOException {
    String code = CodeLocation.of(RunFacts.class).toString();
    Process git;
    try {
      git =
          new ProcessBuilder("git", "-C", code, "describe", "--always", "--dirty", "--exclude=*")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException noGit) {
      return UNKNOWN;
    }
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output.isBlank() ? UNKNOWN : output.strip();
  }
}
