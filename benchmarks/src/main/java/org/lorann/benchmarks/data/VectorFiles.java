// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.Vectors;

/** A file of vectors, one of queries and perhaps one of true neighbours. */
final class VectorFiles implements RawData {
  private final String name;
  private final Metric metric;
  private final Path basePath;
  private final Path queriesPath;
  private final Path neighborsPath;
  private final RecordFile base;
  private final RecordFile queries;

  /** Opens files, of which the first gives the set its name; {@code neighbors} may be null. */
  static VectorFiles of(Metric metric, Path base, Path queries, Path neighbors) throws IOException {
    String file = base.getFileName().toString();
    int dot = file.lastIndexOf('.');
    String name = dot < 0 ? file : file.substring(0, dot);
    return new VectorFiles(name, metric, base, queries, neighbors);
  }

  private VectorFiles(
      String name, Metric metric, Path basePath, Path queriesPath, Path neighborsPath)
      throws IOException {
    this.name = name;
    this.metric = metric;
    this.basePath = basePath;
    this.queriesPath = queriesPath;
    this.neighborsPath = neighborsPath;
    this.base = RecordFile.open(basePath);
    try {
      this.queries = RecordFile.open(queriesPath);
    } catch (IOException | RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /** Finds base.*, query.* or queries.*, and gt*, truth* or neighbors* in a folder. */
  static VectorFiles inFolder(Path folder, Metric metric) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.sorted().toList();
    }
    List<Path> vectors = files.stream().filter(RecordFile::isSupported).toList();
    List<Path> neighbors = files.stream().filter(NeighborFile::isSupported).toList();
    return new VectorFiles(
        folder.toAbsolutePath().normalize().getFileName().toString(),
        metric,
        first(vectors, "base").orElseThrow(() -> missing(folder, "base")),
        first(vectors, "query", "queries").orElseThrow(() -> missing(folder, "query")),
        first(neighbors, "gt", "truth", "neighbors", "groundtruth").orElse(null));
  }

  private static Optional<Path> first(List<Path> files, String... names) {
    return files.stream()
        .filter(file -> Stream.of(names).anyMatch(file.getFileName().toString()::startsWith))
        .findFirst();
  }

  private static UserError missing(Path folder, String name) {
    return new UserError(
        folder + " has no file " + name + " of .fvecs, .bvecs, .fbin, .u8bin, .i8bin or -ubyte");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() throws IOException {
    String origin = FileState.of(basePath) + ", " + FileState.of(queriesPath);
    return neighborsPath == null ? origin : origin + ", " + FileState.of(neighborsPath);
  }

  @Override
  public Metric metric() {
    return metric;
  }

  @Override
  public Vectors base() {
    return base;
  }

  @Override
  public Vectors queries() {
    return queries;
  }

  @Override
  public Optional<int[][]> neighbors() throws IOException {
    return neighborsPath == null ? Optional.empty() : Optional.of(NeighborFile.read(neighborsPath));
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(base, queries);
  }
}
