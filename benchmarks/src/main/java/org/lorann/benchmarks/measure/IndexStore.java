// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;
import org.lorann.benchmarks.console.Format;

/**
 * Indexes on disk. Each names in its commit what it was made from, and is made again when that is
 * no longer what is asked for: an index is cheaper to rebuild than a wrong number is to explain.
 * The code of the benchmark counts too, as the cost that an index tells depends on how it was
 * built.
 */
public final class IndexStore {
  private static final String KEY = "madeFrom";
  private static final String SUFFIX = ".index";

  private final Path folder;
  private final VectorSimilarityFunction similarity;
  private final int threads;
  private final boolean rebuild;
  private final PrintStream log;
  private boolean built;

  /** The vectors to index; asked for only if they are needed. */
  @FunctionalInterface
  public interface Rows {
    Vectors get() throws IOException;
  }

  /** For indexes in a folder. */
  public IndexStore(
      Path folder,
      VectorSimilarityFunction similarity,
      int threads,
      boolean rebuild,
      PrintStream log) {
    this.folder = folder;
    this.similarity = similarity;
    this.threads = threads;
    this.rebuild = rebuild;
    this.log = log;
  }

  /** Whether any index had to be built. */
  public boolean built() {
    return built;
  }

  /** Opens an index if it was made in the same way, with the same code, else builds it. */
  public VectorIndex openOrBuild(IndexRecipe recipe, Rows rows) throws IOException {
    Path path = folder.resolve(recipe.name() + SUFFIX);
    String key = key(recipe);
    VectorIndex stored = rebuild ? null : open(path, key);
    if (stored != null) {
      return stored;
    }
    built = true;
    build(path, recipe, key, rows.get());
    return VectorIndex.open(FSDirectory.open(path));
  }

  private String key(IndexRecipe recipe) throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, format %016x, benchmark %016x, %d segments, %d threads",
        recipe.data(),
        Fingerprint.ofCode(recipe.code()),
        Fingerprint.ofCode(IndexStore.class),
        recipe.segments(),
        threads);
  }

  private VectorIndex open(Path path, String key) throws IOException {
    if (Files.notExists(path)) {
      return null;
    }
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

  private void build(Path path, IndexRecipe recipe, String key, Vectors rows) throws IOException {
    log.println("building the " + recipe.name() + " index");
    VectorIndexBuilder builder = new VectorIndexBuilder(recipe.codec(), similarity, threads);
    Map<String, String> commitData = Map.of(KEY, key);
    try (FSDirectory directory = FSDirectory.open(path)) {
      BuildCost cost =
          recipe.segments() == 1
              ? builder.build(directory, rows, commitData)
              : builder.buildSegments(directory, rows, recipe.segments(), commitData);
      String seconds = Format.seconds(cost.total().wallSeconds());
      log.println("built the " + recipe.name() + " index in " + seconds);
    }
  }
}
