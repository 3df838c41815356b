// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.lucene.LorannVectorsFormat;

public class TestIndexStore {
  private static final float[][] ROWS = {{1, 0}, {0, 1}, {1, 1}, {2, 1}};
  private static final IndexRecipe RECIPE = recipe("data", Codec.class, 1);

  @Rule public final ScratchFolder folder = new ScratchFolder();

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  private static IndexRecipe recipe(String data, Class<?> code, int segments) {
    return new IndexRecipe("test", data, new Lucene104Codec(), code, segments);
  }

  private IndexStore store(int threads, boolean rebuild) {
    PrintStream lines = new PrintStream(log, true, StandardCharsets.UTF_8);
    return new IndexStore(
        folder.path(), VectorSimilarityFunction.EUCLIDEAN, threads, rebuild, lines);
  }

  private String madeFrom(IndexStore store, IndexRecipe recipe) throws IOException {
    try (VectorIndex index = store.openOrBuild(recipe, () -> Vectors.of(ROWS))) {
      assertEquals(recipe.segments(), index.leaves().size());
      return index.commitData().get("madeFrom");
    }
  }

  private void check(boolean built, int threads, IndexRecipe recipe) throws IOException {
    IndexStore store = store(threads, false);
    madeFrom(store, recipe);
    assertEquals(recipe + ", " + threads + " threads", built, store.built());
  }

  @Test
  public void anIndexIsBuiltAgainWhenWhatItWasMadeFromChanges() throws IOException {
    check(true, 1, RECIPE);
    check(false, 1, RECIPE);
    for (IndexRecipe other :
        new IndexRecipe[] {
          recipe("other data", Codec.class, 1),
          recipe("data", LorannVectorsFormat.class, 1),
          recipe("data", Codec.class, 2)
        }) {
      check(true, 1, other);
      check(true, 1, RECIPE);
    }
    check(true, 2, RECIPE);
    check(false, 2, RECIPE);
  }

  @Test
  public void anIndexIsBuiltAgainWhenAskedTo() throws IOException {
    check(true, 1, RECIPE);
    IndexStore store = store(1, true);
    madeFrom(store, RECIPE);
    assertTrue(store.built());
  }

  /** What an index cost depends on the code that built it and on that which took the time. */
  @Test
  public void anIndexNamesTheCodeOfItsFormatAndOfTheBenchmark() throws IOException {
    String madeFrom = madeFrom(store(1, false), RECIPE);
    for (Class<?> type : new Class<?>[] {Codec.class, VectorIndexBuilder.class}) {
      String code = String.format(Locale.ROOT, "%016x", Fingerprint.ofCode(type));
      assertTrue(code + " in " + madeFrom, madeFrom.contains(code));
    }
  }

  @Test
  public void anUnreadableIndexIsBuiltAgain() throws IOException {
    check(true, 1, RECIPE);
    Path index = folder.path().resolve("test.index");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(index, "segments_*")) {
      for (Path file : files) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    check(true, 1, RECIPE);
    assertTrue(log.toString(StandardCharsets.UTF_8).contains(index + " cannot be opened"));
    check(false, 1, RECIPE);
  }
}
