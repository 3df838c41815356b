// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.nio.file.Path;
import java.util.List;
import org.lorann.benchmarks.data.Metric;

/**
 * Work for a JVM of its own, and how it is told to that.
 *
 * @param peer the name of the format
 * @param vectors the file of what is to be indexed
 * @param folder for the index; emptied before and after
 * @param bufferMegabytes the buffer of the index writer
 */
public record BuildJob(
    BuildTask task,
    String peer,
    Path vectors,
    Metric metric,
    Path folder,
    int threads,
    double bufferMegabytes) {

  List<String> toArguments() {
    return List.of(
        task.name(),
        peer,
        vectors.toString(),
        metric.name(),
        folder.toString(),
        Integer.toString(threads),
        Double.toString(bufferMegabytes));
  }

  static BuildJob parse(String... arguments) {
    return new BuildJob(
        BuildTask.valueOf(arguments[0]),
        arguments[1],
        Path.of(arguments[2]),
        Metric.valueOf(arguments[3]),
        Path.of(arguments[4]),
        Integer.parseInt(arguments[5]),
        Double.parseDouble(arguments[6]));
  }
}
