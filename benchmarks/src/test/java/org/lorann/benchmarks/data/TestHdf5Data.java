// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.Vectors;

public class TestHdf5Data {

  /** More than the reader takes at a time. */
  private static final int SIZE = 4500;

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private final float[][] train = rows(SIZE);
  private final float[][] test = rows(3);

  private static float[][] rows(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[][] rows = new float[count][4];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  private Path path() {
    return temporary.path().resolve("some-set.hdf5");
  }

  private Path write(String distance, Object neighbors) {
    try (WritableHdfFile file = HdfFile.write(path())) {
      if (distance != null) {
        file.putAttribute("distance", distance);
      }
      file.putDataset("train", train);
      file.putDataset("test", test);
      if (neighbors != null) {
        file.putDataset("neighbors", neighbors);
      }
    }
    return path();
  }

  @Test
  public void readsVectorsQueriesAndNeighbors() throws IOException {
    int[][] neighbors = {{1, 2}, {3, 4}, {5, 4499}};
    try (Hdf5Data data = new Hdf5Data(write("euclidean", neighbors), null)) {
      assertEquals("some-set", data.name());
      assertEquals(Metric.EUCLIDEAN, data.metric());
      assertEquals(SIZE, data.base().size());
      assertEquals(4, data.base().dimension());
      for (int row : new int[] {0, 4095, 4096, SIZE - 1, 17}) {
        assertArrayEquals(train[row], data.base().get(row), 0);
      }
      assertArrayEquals(test[2], data.queries().get(2), 0);
      assertArrayEquals(neighbors, data.neighbors().orElseThrow());
    }
  }

  @Test
  public void readsLongNeighbors() throws IOException {
    try (Hdf5Data data = new Hdf5Data(write("angular", new long[][] {{7, 8}}), null)) {
      assertArrayEquals(new int[][] {{7, 8}}, data.neighbors().orElseThrow());
    }
  }

  @Test
  public void knowsTheMetricsOfBothBenchmarks() throws IOException {
    assertEquals(Metric.ANGULAR, Metric.ofAttribute("angular").orElseThrow());
    assertEquals(Metric.ANGULAR, Metric.ofAttribute("cosine").orElseThrow());
    assertEquals(Metric.ANGULAR, Metric.ofAttribute("normalized").orElseThrow());
    assertEquals(Metric.EUCLIDEAN, Metric.ofAttribute("Euclidean").orElseThrow());
    assertEquals(Metric.INNER_PRODUCT, Metric.ofAttribute("ip").orElseThrow());
    Path path = write("jaccard", null);
    UserError error = assertThrows(UserError.class, () -> new Hdf5Data(path, null));
    assertTrue(error.getMessage(), error.getMessage().contains("\"jaccard\": say --metric"));
  }

  @Test
  public void theUserMayKnowBetter() throws IOException {
    try (Hdf5Data data = new Hdf5Data(write("angular", null), Metric.INNER_PRODUCT)) {
      assertEquals(Metric.INNER_PRODUCT, data.metric());
      assertFalse(data.neighbors().isPresent());
    }
    Files.delete(path());
    Path unnamed = write(null, null);
    UserError error = assertThrows(UserError.class, () -> new Hdf5Data(unnamed, null));
    assertTrue(error.getMessage(), error.getMessage().contains("--metric"));
  }

  /** However much of it is missing. */
  @Test
  public void refusesFilesThatAreCut() throws IOException {
    byte[] whole = Files.readAllBytes(write("euclidean", new int[][] {{1}, {2}, {3}}));
    int refused = 0;
    for (int length = 0; length < whole.length; length += 1009) {
      Files.write(path(), Arrays.copyOf(whole, length));
      try (Hdf5Data data = new Hdf5Data(path(), null)) {
        Vectors base = data.base();
        for (int row = 0; row < SIZE; row++) {
          assertArrayEquals(train[row], base.get(row), 0);
        }
      } catch (UserError e) {
        assertTrue(e.getMessage(), e.getMessage().startsWith(path().toString()));
        refused++;
      }
    }
    assertTrue("files refused: " + refused, refused > 20);
  }

  @Test
  public void refusesOtherFiles() throws IOException {
    Path text = Files.writeString(path(), "no HDF5");
    UserError error = assertThrows(UserError.class, () -> new Hdf5Data(text, null));
    assertTrue(error.getMessage(), error.getMessage().contains("no HDF5 file"));
  }
}
