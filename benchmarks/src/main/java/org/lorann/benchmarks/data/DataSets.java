// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.util.IOUtils;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.Vectors;

/**
 * Turns data of any origin into {@link DataSet data sets}: one file of floats each for vectors and
 * queries, scaled if the metric asks for it, and one of true neighbours. They stay on disk and are
 * used again as long as the origin has not changed.
 */
public final class DataSets implements Closeable {
  private static final String BASE = "base.fbin";
  private static final String QUERIES = "query.fbin";
  private static final String NEIGHBORS = "neighbors.ibin";
  private static final String FINGERPRINT = "fingerprint";
  private static final int FINGERPRINT_DIGITS = 16;

  private final Path folder;
  private final int threads;
  private final Progress.Style progress;
  private final PrintStream log;
  private final List<RecordFile> open = new ArrayList<>();

  /** Keeps the files in a folder of its own for each set. */
  public DataSets(Path folder, int threads, Progress.Style progress, PrintStream log) {
    this.folder = folder;
    this.threads = threads;
    this.progress = progress;
    this.log = log;
  }

  /** Makes or finds the set that the options name. It can be read until this is closed. */
  public DataSet open(DataOptions options) throws IOException {
    return open(options, true);
  }

  /** The same for work that needs no true neighbours: there are none in it. */
  public DataSet openWithoutNeighbors(DataOptions options) throws IOException {
    return open(options, false);
  }

  private DataSet open(DataOptions options, boolean neighbors) throws IOException {
    try (RawData raw = options.open(threads, progress, log)) {
      Vectors base = raw.base();
      Vectors queries = raw.queries();
      check(raw.name(), base, queries);
      int size = Math.min(options.docs(), base.size());
      int queryCount = Math.min(options.queries(), queries.size());
      String key = raw.origin() + ", " + raw.metric() + ", " + size + ", " + queryCount;
      Path home = folder.resolve(raw.name() + "-" + hex(sha256(key)));
      if (Files.notExists(home.resolve(FINGERPRINT))) {
        copy(home, raw.metric(), base.first(size), queries.first(queryCount));
      }
      return load(home, raw, neighbors, size == base.size());
    }
  }

  private static void check(String name, Vectors base, Vectors queries) {
    if (base.size() == 0 || queries.size() == 0) {
      throw new UserError(name + ": no vectors, or no queries");
    }
    if (base.dimension() != queries.dimension()) {
      throw new UserError(
          name
              + ": vectors of "
              + base.dimension()
              + " dimensions, but queries of "
              + queries.dimension());
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).substring(0, FINGERPRINT_DIGITS);
  }

  static MessageDigest sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void copy(Path home, Metric metric, Vectors base, Vectors queries) throws IOException {
    Files.createDirectories(home);
    MessageDigest digest = sha256(metric.name());
    copy(home.resolve(BASE), "vectors", metric, base, digest);
    copy(home.resolve(QUERIES), "queries", metric, queries, sha256(""));
    // Last: it says that all the rest is there.
    Path unfinished = home.resolve(FINGERPRINT + ".unfinished");
    Files.writeString(unfinished, hex(digest));
    Files.move(unfinished, home.resolve(FINGERPRINT), StandardCopyOption.REPLACE_EXISTING);
  }

  private void copy(Path file, String what, Metric metric, Vectors vectors, MessageDigest digest)
      throws IOException {
    try (FloatFileWriter writer =
            new FloatFileWriter(file, vectors.size(), vectors.dimension(), digest);
        Progress bar = progress.start(log, "reading " + what, 0, vectors.size())) {
      for (int row = 0; row < vectors.size(); row++) {
        writer.add(prepared(vectors.get(row), metric, what + ", row " + row));
        bar.advance(1);
      }
    }
  }

  private static float[] prepared(float[] vector, Metric metric, String what) {
    if (!isFinite(vector)) {
      throw new UserError(what + ": a number is not finite");
    }
    if (metric == Metric.ANGULAR && isZero(vector)) {
      throw new UserError(what + ": all zeros have no angle; choose another --metric");
    }
    return metric.prepare(vector);
  }

  private static boolean isZero(float[] vector) {
    for (float value : vector) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFinite(float[] vector) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private DataSet load(Path home, RawData raw, boolean withNeighbors, boolean whole)
      throws IOException {
    RecordFile base = open(home.resolve(BASE));
    RecordFile queryFile = open(home.resolve(QUERIES));
    float[][] queries = new float[queryFile.size()][];
    for (int i = 0; i < queries.length; i++) {
      queries[i] = queryFile.get(i);
    }
    String fingerprint = Files.readString(home.resolve(FINGERPRINT));
    int[][] neighbors =
        withNeighbors ? neighbors(home, raw, whole, base, queries) : new int[queries.length][0];
    return new DataSet(
        raw.name(), fingerprint, raw.metric(), home.resolve(BASE), base, queries, neighbors);
  }

  private RecordFile open(Path file) throws IOException {
    RecordFile vectors = RecordFile.open(file);
    open.add(vectors);
    return vectors;
  }

  /** Known neighbours are those among all vectors: of a part, others are the true ones. */
  private int[][] neighbors(Path home, RawData raw, boolean whole, Vectors base, float[][] queries)
      throws IOException {
    Optional<int[][]> known = whole ? raw.neighbors() : Optional.empty();
    if (known.isPresent() && width(known.get()) >= Math.min(DataSet.NEIGHBORS, base.size())) {
      return checked(raw.name(), known.get(), queries.length, base.size());
    }
    Path file = home.resolve(NEIGHBORS);
    if (Files.notExists(file)) {
      NeighborFile.write(file, computed(raw.metric(), base, queries));
    }
    return NeighborFile.read(file);
  }

  /** How many are known of each query. */
  private static int width(int[][] neighbors) {
    return Arrays.stream(neighbors).mapToInt(rows -> rows.length).min().orElse(0);
  }

  private static int[][] checked(String name, int[][] neighbors, int queries, int size) {
    if (neighbors.length < queries) {
      throw new UserError(
          name + ": neighbours of " + neighbors.length + " queries, but " + queries + " queries");
    }
    for (int[] rows : neighbors) {
      for (int row : rows) {
        if (row < 0 || row >= size) {
          throw new UserError(name + ": neighbour " + row + " is none of " + size + " vectors");
        }
      }
    }
    return Arrays.copyOf(neighbors, queries);
  }

  private int[][] computed(Metric metric, Vectors base, float[][] queries) throws IOException {
    long total = (long) base.size() * threads;
    try (Progress bar = progress.start(log, "searching exactly", 0, total)) {
      return ExactNeighbors.of(
          metric.similarity(),
          base,
          queries,
          (query, row) -> true,
          DataSet.NEIGHBORS,
          threads,
          bar::advance);
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(open);
  }
}
