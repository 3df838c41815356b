// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.quickstart.WordNetVectors;
import picocli.CommandLine.Option;

/** The options that say what data to take; the same for all commands. */
public final class DataOptions {
  private static final String GAUSSIAN = "gaussian";
  private static final String SHIFTED = "gaussian-shifted";
  private static final int MADE_UP_DOCS = 100_000;

  @Option(
      names = "--set",
      paramLabel = "SET",
      description = {
        "A file .hdf5 of ann-benchmarks or VIBE; or a folder with base.*, query.* and maybe gt*;"
            + " or wordnet, what the quickstart searches, embedded at first, which takes minutes;"
            + " or gaussian, made-up vectors; or gaussian-shifted, the same with queries unlike the"
            + " vectors."
      })
  private String set;

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description = "Vectors: .fvecs, .bvecs, .fbin, .u8bin, .i8bin or -ubyte.")
  private Path base;

  @Option(names = "--queries", paramLabel = "FILE", description = "Queries, in the same formats.")
  private Path queriesFile;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "True neighbours: .ivecs or .ibin; found by exact search if not given.")
  private Path truth;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description =
          "angular, euclidean or inner_product; by default what the .hdf5 says, else angular.")
  private Metric metric;

  @Option(
      names = "--docs",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Take only the first N vectors; how many to make up.")
  private Integer docs;

  @Option(
      names = "--query-count",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "2000",
      description = "Take at most N queries; ${DEFAULT-VALUE} by default.")
  private int queries;

  @Option(
      names = "--dimensions",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "128",
      description = "Of made-up vectors; ${DEFAULT-VALUE} by default.")
  private int dimensions;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of made-up vectors; ${DEFAULT-VALUE} by default.")
  private long seed;

  int docs() {
    return docs == null ? Integer.MAX_VALUE : docs;
  }

  int queries() {
    return queries;
  }

  /** The same data cut to, or made up in, another number of vectors. */
  public DataOptions withDocs(int count) {
    DataOptions copy = new DataOptions();
    copy.set = set;
    copy.base = base;
    copy.queriesFile = queriesFile;
    copy.truth = truth;
    copy.metric = metric;
    copy.queries = queries;
    copy.dimensions = dimensions;
    copy.seed = seed;
    copy.docs = count;
    return copy;
  }

  RawData open(int threads, Progress.Style progress, PrintStream log) throws IOException {
    if (set == null) {
      return openFiles();
    }
    if (base != null || queriesFile != null || truth != null) {
      throw new UserError("--set takes the place of --base, --queries and --truth");
    }
    return openSet(threads, progress, log);
  }

  private RawData openFiles() throws IOException {
    if (base == null || queriesFile == null) {
      throw new UserError("say what to search: --set, or --base and --queries");
    }
    return VectorFiles.of(metricOrAngular(), base, queriesFile, truth);
  }

  private RawData openSet(int threads, Progress.Style progress, PrintStream log)
      throws IOException {
    String name = set.toLowerCase(Locale.ROOT);
    if (name.equals(WordNetData.NAME)) {
      Path folder = Path.of(System.getProperty("quickstart.cache", ".quickstart"));
      return new WordNetData(new WordNetVectors(folder, threads, progress, log));
    }
    if (name.equals(GAUSSIAN) || name.equals(SHIFTED)) {
      int size = docs == null ? MADE_UP_DOCS : docs;
      return new GaussianData(new GaussianData.Spec(size, dimensions, seed, name.equals(SHIFTED)));
    }
    Path path = Path.of(set);
    if (Files.isDirectory(path)) {
      return VectorFiles.inFolder(path, metricOrAngular());
    }
    if (!Files.exists(path)) {
      throw new UserError("there is no " + set);
    }
    if (!Hdf5Data.isSupported(path)) {
      throw new UserError(set + " is no file .hdf5: name other files by --base and --queries");
    }
    return new Hdf5Data(path, metric);
  }

  private Metric metricOrAngular() {
    return metric == null ? Metric.ANGULAR : metric;
  }
}
