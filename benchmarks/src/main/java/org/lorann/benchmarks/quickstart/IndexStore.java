// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;
import org.lorann.benchmarks.measure.Cost;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.VectorIndexBuilder;

/**
 * Indexes on disk. Each names in its commit what it was made from, and is made again when that is
 * no longer what is asked for: an index is cheaper to rebuild than a wrong number is to explain.
 */
final class IndexStore {
  private static final String KEY = "madeFrom";

  private final Path folder;
  private final String data;
  private final int count;
  private final int threads;
  private final boolean rebuild;
  private final PrintStream log;
  private boolean built;

  /** The vectors to index; asked for only if they are needed. */
  @FunctionalInterface
  interface Rows {
    float[][] get() throws IOException;
  }

  /** For indexes of the first vectors, count of them, of the embeddings with that fingerprint. */
  IndexStore(Settings settings, long embeddings, int count, PrintStream log) {
    this.folder = settings.folder();
    this.data = String.format(Locale.ROOT, "%016x, %d texts", embeddings, count);
    this.count = count;
    this.threads = settings.threads();
    this.rebuild = settings.rebuild();
    this.log = log;
  }

  /** Whether any index had to be built. */
  boolean built() {
    return built;
  }

  /** Opens the index of that name if it was made from the same data and code, else builds it. */
  VectorIndex openOrBuild(String name, Codec codec, Rows rows) throws IOException {
    // Runs of different sizes must not undo each other's work.
    Path path = folder.resolve(name + "-" + count + ".index");
    String key = key(codec);
    VectorIndex stored = rebuild ? null : open(path, key);
    if (stored != null) {
      return stored;
    }
    built = true;
    build(path, name, codec, key, rows.get());
    return VectorIndex.open(FSDirectory.open(path));
  }

  private String key(Codec codec) throws IOException {
    long code = Fingerprint.ofCode(codec.knnVectorsFormat().getClass());
    return String.format(
        Locale.ROOT, "%s, %s %016x, %d threads", data, codec.getName(), code, threads);
  }

  private VectorIndex open(Path path, String key) throws IOException {
    VectorIndex index;
    try {
      index = VectorIndex.open(FSDirectory.open(path));
    } catch (IndexNotFoundException notBuiltYet) {
      return null;
    } catch (IOException | IllegalArgumentException e) {
      log.println("the index in " + path + " cannot be opened and is built again");
      return null;
    }
    if (key.equals(index.commitData().get(KEY))) {
      return index;
    }
    index.close();
    return null;
  }

  private void build(Path path, String name, Codec codec, String key, float[][] rows)
      throws IOException {
    log.println("building the " + name + " index");
    VectorIndexBuilder builder =
        new VectorIndexBuilder(codec, VectorSimilarityFunction.DOT_PRODUCT, threads);
    try (FSDirectory directory = FSDirectory.open(path)) {
      Cost cost = builder.build(directory, rows, Map.of(KEY, key));
      log.println("built the " + name + " index in " + Format.seconds(cost.wallSeconds()));
    }
  }
}
