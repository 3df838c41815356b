// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.util.VectorUtil;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.Vectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

public class TestDataSets {
  private static final int SIZE = 300;
  private static final int DIMENSION = 6;

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private final float[][] base = rows(SIZE, 1);
  private final float[][] queries = rows(4, 2);

  private Path folder;
  private Path work;

  @Before
  public void writeSet() throws IOException {
    folder = temporary.newFolder("my-set");
    work = temporary.newFolder("work");
    write(folder.resolve("base.fbin"), base);
    write(folder.resolve("query.fbin"), queries);
  }

  private static float[][] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[count][DIMENSION];
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = (float) (3 * random.nextGaussian());
      }
    }
    return rows;
  }

  private static void write(Path path, float[][] rows) throws IOException {
    try (FloatFileWriter writer =
        new FloatFileWriter(path, rows.length, rows[0].length, DataSets.sha256(""))) {
      for (float[] row : rows) {
        writer.add(row);
      }
    }
  }

  private DataSets dataSets() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new DataSets(work, 2, Progress.Style.LINES, nowhere);
  }

  private static DataOptions options(String... arguments) {
    DataOptions options = new DataOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("data", spec(options)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(arguments);
    return options;
  }

  private static CommandLine.Model.CommandSpec spec(DataOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }

  private DataOptions folderOptions(String... more) {
    String[] arguments = Arrays.copyOf(new String[] {"--set", folder.toString()}, 2 + more.length);
    System.arraycopy(more, 0, arguments, 2, more.length);
    return options(arguments);
  }

  @Test
  public void angularVectorsAreScaledToUnitLength() throws IOException {
    try (DataSets sets = dataSets()) {
      DataSet data = sets.open(folderOptions());
      assertEquals("my-set", data.name());
      assertEquals(Metric.ANGULAR, data.metric());
      assertEquals(SIZE, data.base().size());
      for (int row = 0; row < SIZE; row++) {
        float[] vector = data.base().get(row);
        assertEquals(1, VectorUtil.dotProduct(vector, vector), 1e-6);
      }
      assertEquals(1, VectorUtil.dotProduct(data.queries()[0], data.queries()[0]), 1e-6);
    }
  }

  @Test
  public void otherVectorsStayAsTheyAre() throws IOException {
    try (DataSets sets = dataSets()) {
      DataSet data = sets.open(folderOptions("--metric", "euclidean"));
      assertArrayEquals(base[SIZE - 1], data.base().get(SIZE - 1), 0);
      assertArrayEquals(queries[3], data.queries()[3], 0);
    }
  }

  @Test
  public void missingNeighborsAreComputedOnce() throws IOException {
    int[][] truth = exactly(base);
    try (DataSets sets = dataSets()) {
      DataSet data = sets.open(folderOptions("--metric", "euclidean"));
      assertArrayEquals(truth, data.neighbors(DataSet.NEIGHBORS));
      assertEquals(10, data.neighbors(10)[0].length);
      assertArrayEquals(Arrays.copyOf(truth[1], 10), data.neighbors(10)[1]);
    }
    Path stored = onlyFolder().resolve("neighbors.ibin");
    truth[0][0] = 17;
    NeighborFile.write(stored, truth);
    try (DataSets sets = dataSets()) {
      DataSet data = sets.open(folderOptions("--metric", "euclidean"));
      assertEquals("read from disk", 17, data.neighbors(1)[0][0]);
    }
  }

  private int[][] exactly(float[][] rows) throws IOException {
    return ExactNeighbors.of(
        Metric.EUCLIDEAN.similarity(), Vectors.of(rows), queries, DataSet.NEIGHBORS, 1);
  }

  private Path onlyFolder() throws IOException {
    try (var folders = Files.list(work)) {
      return folders.findFirst().orElseThrow();
    }
  }

  @Test
  public void knownNeighborsAreTakenForAllVectorsOnly() throws IOException {
    int[][] known = new int[queries.length][DataSet.NEIGHBORS];
    known[2][0] = 5;
    NeighborFile.write(folder.resolve("gt100.ibin"), known);
    try (DataSets sets = dataSets()) {
      assertArrayEquals(known, sets.open(folderOptions()).neighbors(100));
      DataSet part = sets.open(folderOptions("--docs", "200", "--metric", "euclidean"));
      assertEquals(200, part.base().size());
      assertArrayEquals(exactly(Arrays.copyOf(base, 200)), part.neighbors(100));
    }
  }

  @Test
  public void refusesNeighborsThatAreNone() throws IOException {
    int[][] known = new int[queries.length][DataSet.NEIGHBORS];
    known[1][7] = SIZE;
    NeighborFile.write(folder.resolve("gt100.ibin"), known);
    assertRefused("neighbour 300", folderOptions());
    NeighborFile.write(folder.resolve("gt100.ibin"), Arrays.copyOf(new int[9][100], 3));
    assertRefused("3 queries", folderOptions());
  }

  private void assertRefused(String message, DataOptions options) throws IOException {
    try (DataSets sets = dataSets()) {
      UserError error = assertThrows(UserError.class, () -> sets.open(options));
      assertTrue(error.getMessage(), error.getMessage().contains(message));
    }
  }

  @Test
  public void truthOfNoQueryIsNone() throws IOException {
    Files.write(folder.resolve("gt.ibin"), new byte[8]);
    try (DataSets sets = dataSets()) {
      DataSet data = sets.open(folderOptions("--metric", "euclidean"));
      assertArrayEquals("found anew", exactly(base), data.neighbors(DataSet.NEIGHBORS));
    }
  }

  @Test
  public void refusesVectorFilesOfOtherNames() throws IOException {
    Path nameless = Files.copy(folder.resolve("base.fbin"), folder.resolve("vectors"));
    String queries = folder.resolve("query.fbin").toString();
    assertRefused(
        "vectors are in a file .fvecs",
        options("--base", nameless.toString(), "--queries", queries));
  }

  @Test
  public void fingerprintsTellVectorsApart() throws IOException {
    try (DataSets sets = dataSets()) {
      String whole = sets.open(folderOptions()).fingerprint();
      assertEquals(whole, sets.open(folderOptions()).fingerprint());
      assertEquals(
          "same index", whole, sets.open(folderOptions("--query-count", "2")).fingerprint());
      assertNotEquals(whole, sets.open(folderOptions("--docs", "299")).fingerprint());
      assertNotEquals(whole, sets.open(folderOptions("--metric", "euclidean")).fingerprint());
      base[7][0]++;
      write(folder.resolve("base.fbin"), base);
      Files.setLastModifiedTime(folder.resolve("base.fbin"), FileTime.fromMillis(1));
      assertNotEquals(whole, sets.open(folderOptions()).fingerprint());
    }
  }

  @Test
  public void filesMayBeNamedOneByOne() throws IOException {
    try (DataSets sets = dataSets()) {
      DataSet data =
          sets.open(
              options(
                  "--base", folder.resolve("base.fbin").toString(),
                  "--queries", folder.resolve("query.fbin").toString(),
                  "--query-count", "3"));
      assertEquals("base", data.name());
      assertEquals(3, data.queries().length);
    }
  }

  @Test
  public void vectorsAreMadeUp() throws IOException {
    try (DataSets sets = dataSets()) {
      DataOptions options =
          options("--set", "gaussian-shifted", "--docs", "150", "--dimensions", "9");
      DataSet data = sets.open(options);
      assertEquals("gaussian-shifted-9-150", data.name());
      assertEquals(150, data.base().size());
      assertEquals(9, data.base().dimension());
      assertEquals(120, sets.openWithoutNeighbors(options.withDocs(120)).base().size());
    }
  }

  @Test
  public void refusesWhatDoesNotFit() throws IOException {
    base[3] = new float[DIMENSION];
    write(folder.resolve("base.fbin"), base);
    assertRefused("vectors, row 3: all zeros", folderOptions());
    base[3][0] = Float.NaN;
    write(folder.resolve("base.fbin"), base);
    assertRefused("vectors, row 3: a number is not finite", folderOptions("--metric", "euclidean"));
    write(folder.resolve("query.fbin"), new float[][] {{1, 2}});
    assertRefused("6 dimensions", folderOptions());
    Files.delete(folder.resolve("query.fbin"));
    assertRefused("no file query", folderOptions());
    assertRefused("there is no", options("--set", folder + "/nothing"));
    assertRefused("no file .hdf5", options("--set", folder.resolve("base.fbin").toString()));
    assertRefused("--base and --queries", options());
    assertRefused("takes the place", folderOptions("--truth", "x.ibin"));
    assertThrows(ParameterException.class, () -> folderOptions("--docs", "0"));
  }
}
