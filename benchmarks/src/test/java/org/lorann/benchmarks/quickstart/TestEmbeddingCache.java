// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.util.IOUtils;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.lorann.benchmarks.console.UserError;

public class TestEmbeddingCache {
  private static final int REST = 100;
  private static final int DIMENSIONS = 3;
  private static final EmbeddingCache.Layout LAYOUT =
      new EmbeddingCache.Layout(77, EmbeddingCache.SLAB_ROWS + REST, DIMENSIONS);
  private static final float[][] ROWS = rows();

  private Path folder;
  private Path file;

  private static float[][] rows() {
    Random random = new Random(5);
    float[][] rows = new float[LAYOUT.totalRows()][DIMENSIONS];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextFloat();
      }
    }
    return rows;
  }

  @Before
  public void makeFolder() throws IOException {
    folder = Files.createTempDirectory("embeddings");
    file = folder.resolve("sub").resolve("some.embeddings");
  }

  @After
  public void removeFolder() throws IOException {
    IOUtils.rm(folder);
  }

  private EmbeddingCache open() throws IOException {
    return EmbeddingCache.open(file, LAYOUT);
  }

  private void fill() throws IOException {
    try (EmbeddingCache cache = open()) {
      while (cache.rows() < LAYOUT.totalRows()) {
        int end = cache.rows() + cache.nextSlabRows();
        cache.append(Arrays.copyOfRange(ROWS, cache.rows(), end));
      }
    }
  }

  @Test
  public void returnsWhatWasStored() throws IOException {
    fill();
    try (EmbeddingCache cache = open()) {
      assertEquals(ROWS.length, cache.rows());
      assertArrayEquals(ROWS, cache.read(ROWS.length));
      assertArrayEquals(Arrays.copyOf(ROWS, 10), cache.read(10));
    }
  }

  @Test
  public void aNewFileIsEmpty() throws IOException {
    try (EmbeddingCache cache = open()) {
      assertEquals(0, cache.rows());
      assertEquals(EmbeddingCache.SLAB_ROWS, cache.nextSlabRows());
    }
  }

  @Test
  public void aSlabCutShortIsDoneAgain() throws IOException {
    fill();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    try (EmbeddingCache cache = open()) {
      assertEquals(EmbeddingCache.SLAB_ROWS, cache.rows());
      assertEquals(REST, cache.nextSlabRows());
    }
    fill();
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  @Test
  public void aHeaderCutShortIsWrittenAgain() throws IOException {
    fill();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 9));
    try (EmbeddingCache cache = open()) {
      assertEquals(0, cache.rows());
    }
  }

  @Test
  public void aDamagedSlabIsAnError() throws IOException {
    fill();
    flipByte(1000);
    try (EmbeddingCache cache = open()) {
      assertTellsToDelete(assertThrows(UserError.class, () -> cache.read(ROWS.length)));
    }
  }

  @Test
  public void aDamagedHeaderIsAnError() throws IOException {
    fill();
    flipByte(4);
    assertTellsToDelete(assertThrows(UserError.class, this::open));
  }

  @Test
  public void otherTextsOrModelAreAnError() throws IOException {
    fill();
    EmbeddingCache.Layout other =
        new EmbeddingCache.Layout(78, LAYOUT.totalRows(), LAYOUT.dimensions());
    assertTellsToDelete(assertThrows(UserError.class, () -> EmbeddingCache.open(file, other)));
  }

  @Test
  public void slabsHaveAFixedSize() throws IOException {
    try (EmbeddingCache cache = open()) {
      assertThrows(IllegalArgumentException.class, () -> cache.append(new float[3][DIMENSIONS]));
    }
  }

  private void flipByte(int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 1;
    Files.write(file, bytes);
  }

  private void assertTellsToDelete(UserError error) {
    assertTrue(error.getMessage(), error.getMessage().contains("delete that file"));
    assertTrue(error.getMessage(), error.getMessage().contains(file.toString()));
  }
}
