// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.Latency;

/**
 * A program of another language. It is run once in every round, measures itself, and prints a line
 * for each position of its knob: recall, queries per second, and the position in any words.
 */
public final class External {
  private final String name;
  private final List<String> command;
  private final SequencedMap<String, Settings> bySetting = new LinkedHashMap<>();

  /** The runs of one position. */
  private record Settings(double recall, List<Double> rates) {}

  /** From {@code NAME=COMMAND}; the command is split at spaces. */
  public static External parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || text.substring(equals + 1).isBlank()) {
      throw new UserError("--external takes NAME=COMMAND, not \"" + text + "\"");
    }
    return new External(
        text.substring(0, equals), List.of(text.substring(equals + 1).strip().split(" +")));
  }

  private External(String name, List<String> command) {
    this.name = name;
    this.command = command;
  }

  void runRound() throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(this::add);
      if (process.waitFor() != 0) {
        throw new UserError(name + " failed with code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private void add(String line) {
    String[] words = line.strip().split("\\s+", 3);
    try {
      double recall = Double.parseDouble(words[0]);
      double rate = Double.parseDouble(words[1]);
      String setting = words.length > 2 ? words[2] : "recall " + words[0];
      bySetting
          .computeIfAbsent(setting, key -> new Settings(recall, new ArrayList<>()))
          .rates
          .add(rate);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserError(name + " printed \"" + line + "\" instead of recall and rate", e);
    }
  }

  /** One point for each position, with the median of its rates. */
  List<Point> points() {
    return bySetting.entrySet().stream().map(this::point).toList();
  }

  private Point point(Map.Entry<String, Settings> setting) {
    List<Double> rates = setting.getValue().rates;
    double rate = rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
    Work unknown = new Work(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    return new Point(
        name,
        setting.getKey(),
        0,
        setting.getValue().recall,
        unknown,
        new Latency(rate, rate, 0, 0));
  }
}
