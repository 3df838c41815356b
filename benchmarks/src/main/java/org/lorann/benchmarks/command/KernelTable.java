// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What JMH measured, with each kernel next to the machine's limits. */
final class KernelTable {
  private static final String MACHINE = "MachineBenchmark";
  private static final String WORKING_SET = "workingSet";
  private static final String CACHE = "CACHE";
  private static final String BYTES = "bytes";
  private static final String MULTIPLY_ADDS = "multiplyAdds";

  private final Collection<RunResult> results;
  private final Map<String, Double> readByWorkingSet = new TreeMap<>();
  private double mostMultiplyAdds = Double.NaN;

  KernelTable(Collection<RunResult> results) {
    this.results = results;
    for (RunResult result : results) {
      if (isMachine(result)) {
        addLimit(result);
      }
    }
  }

  private static boolean isMachine(RunResult result) {
    return result.getParams().getBenchmark().contains(MACHINE);
  }

  private void addLimit(RunResult result) {
    String workingSet = parameter(result, WORKING_SET);
    if (workingSet.isEmpty()) {
      mostMultiplyAdds = counter(result, MULTIPLY_ADDS);
    } else {
      readByWorkingSet.put(workingSet, counter(result, BYTES));
    }
  }

  private static String parameter(RunResult result, String name) {
    String value = result.getParams().getParam(name);
    return value == null ? "" : value;
  }

  private static double counter(RunResult result, String name) {
    Result<?> counter = result.getSecondaryResults().get(name);
    return counter == null ? Double.NaN : counter.getScore();
  }

  void addTo(Report report) {
    Table limits =
        new Table(
            "Limits of the machine",
            new Column("limit", Unit.TEXT),
            new Column("per ns", Unit.DECIMAL));
    readByWorkingSet.forEach(
        (set, rate) -> limits.row("bytes read, " + set.toLowerCase(Locale.ROOT), rate));
    limits.row("multiply-adds of floats", mostMultiplyAdds);
    report.add(
        limits,
        "One thread: reading pieces of 8 kB in random order, and multiplying in registers.");
    report.add(
        kernels(),
        "To read limit and to multiply limit are the shares of the machine's limits that a kernel"
            + " reaches; the greater of the two tells how close it is to the best possible. Kernels"
            + " of 4 bits multiply 16-bit integers, of which the machine can do twice as many as"
            + " floats.");
  }

  private Table kernels() {
    Table table =
        new Table(
            "Kernels",
            new Column("kernel", Unit.TEXT),
            new Column("working set", Unit.TEXT),
            new Column("ns", Unit.DECIMAL),
            new Column("bytes/ns", Unit.DECIMAL),
            new Column("to read limit", Unit.PERCENT),
            new Column("multiply-adds/ns", Unit.DECIMAL),
            new Column("to multiply limit", Unit.PERCENT));
    for (RunResult result : results) {
      if (isMachine(result) == false) {
        addKernel(table, result);
      }
    }
    return table;
  }

  private void addKernel(Table table, RunResult result) {
    String given = parameter(result, WORKING_SET);
    String workingSet = given.isEmpty() ? CACHE : given;
    double bytes = counter(result, BYTES);
    double multiplyAdds = counter(result, MULTIPLY_ADDS);
    table.row(
        name(result),
        workingSet.toLowerCase(Locale.ROOT),
        1 / result.getPrimaryResult().getScore(),
        bytes,
        100 * bytes / readByWorkingSet.getOrDefault(workingSet, Double.NaN),
        multiplyAdds,
        100 * multiplyAdds / mostMultiplyAdds);
  }

  private static String name(RunResult result) {
    String method = result.getParams().getBenchmark();
    String matrix = parameter(result, "matrix");
    return method.substring(method.lastIndexOf('.') + 1)
        + (matrix.isEmpty() ? "" : " " + matrix.toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
