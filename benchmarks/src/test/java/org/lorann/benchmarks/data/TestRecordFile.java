// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.Vectors;

/** Files of vectors as other programs write them, byte by byte. */
public class TestRecordFile {
  private static final int SIZE = 7;
  private static final int DIMENSION = 5;

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private final float[][] rows = new float[SIZE][DIMENSION];
  private final SplittableRandom random = new SplittableRandom(3);

  private Path folder;

  @Before
  public void findFolder() {
    folder = temporary.path();
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Path write(String name, ByteBuffer bytes) throws IOException {
    assertEquals("the test fills its buffer", 0, bytes.remaining());
    return Files.write(folder.resolve(name), bytes.array());
  }

  private void fillWithFloats() {
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
  }

  private void fillWithWholeNumbers(int least, int greatest) {
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = random.nextInt(least, greatest + 1);
      }
    }
    rows[0][0] = least;
    rows[0][1] = greatest;
  }

  private void assertRows(Path path) throws IOException {
    try (RecordFile file = RecordFile.open(path)) {
      assertEquals(SIZE, file.size());
      assertEquals(DIMENSION, file.dimension());
      for (int row = SIZE - 1; row >= 0; row--) {
        assertArrayEquals(rows[row], file.get(row), 0);
      }
    }
  }

  @Test
  public void readsFvecs() throws IOException {
    fillWithFloats();
    ByteBuffer bytes = buffer(SIZE * (4 + 4 * DIMENSION));
    for (float[] row : rows) {
      bytes.putInt(DIMENSION);
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    assertRows(write("base.fvecs", bytes));
  }

  @Test
  public void readsBvecs() throws IOException {
    fillWithWholeNumbers(0, 255);
    ByteBuffer bytes = buffer(SIZE * (4 + DIMENSION));
    for (float[] row : rows) {
      bytes.putInt(DIMENSION);
      putBytes(bytes, row);
    }
    assertRows(write("base.bvecs", bytes));
  }

  private static void putBytes(ByteBuffer bytes, float[] row) {
    for (float value : row) {
      bytes.put((byte) (int) value);
    }
  }

  @Test
  public void readsFbin() throws IOException {
    fillWithFloats();
    ByteBuffer bytes = buffer(8 + SIZE * 4 * DIMENSION).putInt(SIZE).putInt(DIMENSION);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    assertRows(write("base.fbin", bytes));
  }

  @Test
  public void readsBytesWithAndWithoutSign() throws IOException {
    fillWithWholeNumbers(0, 255);
    assertRows(write("base.u8bin", bytesWithHeader()));
    fillWithWholeNumbers(-128, 127);
    assertRows(write("base.i8bin", bytesWithHeader()));
  }

  @Test
  public void readsImages() throws IOException {
    fillWithWholeNumbers(0, 255);
    assertRows(write("train-images-idx2-ubyte", images(DIMENSION)));
    assertRows(write("train-images-idx4-ubyte", images(1, DIMENSION, 1)));
  }

  private ByteBuffer images(int... sizes) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * sizes.length + SIZE * DIMENSION);
    bytes.putInt(0x0801 + sizes.length).putInt(SIZE);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    for (float[] row : rows) {
      putBytes(bytes, row);
    }
    return bytes;
  }

  @Test
  public void refusesWhatAreNoImages() throws IOException {
    fillWithWholeNumbers(0, 255);
    assertRefused("labels-idx1-ubyte", images(), "no file of vectors");
    assertRefused("cut-ubyte", images(DIMENSION + 1), SIZE + " x " + (DIMENSION + 1));
    assertRefused("zero-ubyte", images(DIMENSION, 0), "dimension would be 0");
    assertRefused("large-ubyte", images(1 << 16, 1 << 16), "dimension would be");
  }

  private void assertRefused(String name, ByteBuffer bytes, String message) throws IOException {
    Path path = write(name, bytes);
    String actual = assertThrows(UserError.class, () -> RecordFile.open(path)).getMessage();
    assertTrue(actual, actual.contains(message));
  }

  private ByteBuffer bytesWithHeader() {
    ByteBuffer bytes = buffer(8 + SIZE * DIMENSION).putInt(SIZE).putInt(DIMENSION);
    for (float[] row : rows) {
      putBytes(bytes, row);
    }
    return bytes;
  }

  @Test
  public void readsScaledBytes() throws IOException {
    fillWithWholeNumbers(-127, 127);
    ByteBuffer bytes = buffer(8 + SIZE * (4 + DIMENSION)).putInt(SIZE).putInt(DIMENSION);
    for (float[] row : rows) {
      float scale = (float) random.nextDouble(.001, .1);
      bytes.putFloat(scale);
      putBytes(bytes, row);
      for (int i = 0; i < DIMENSION; i++) {
        row[i] *= scale;
      }
    }
    assertRows(write("base.i8bin", bytes));
  }

  @Test
  public void whatIsWrittenIsRead() throws IOException {
    fillWithFloats();
    Path path = folder.resolve("own.fbin");
    try (FloatFileWriter writer =
        new FloatFileWriter(path, SIZE, DIMENSION, DataSets.sha256("any"))) {
      for (float[] row : rows) {
        writer.add(row);
      }
    }
    assertRows(path);
  }

  @Test
  public void theFirstOfManyAreAPart() throws IOException {
    fillWithFloats();
    Vectors first = Vectors.of(rows).first(3);
    assertEquals(3, first.size());
    assertEquals(DIMENSION, first.dimension());
    assertArrayEquals(rows[2], first.get(2), 0);
  }

  @Test
  public void refusesFilesThatAreCut() throws IOException {
    fillWithWholeNumbers(0, 100);
    byte[] whole = bytesWithHeader().array();
    for (String name : new String[] {"cut.u8bin", "cut.i8bin", "cut.fbin"}) {
      Path path = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length - 1));
      UserError error = assertThrows(UserError.class, () -> RecordFile.open(path));
      assertTrue(error.getMessage(), error.getMessage().contains(SIZE + " x " + DIMENSION));
    }
    Path vecs = Files.write(folder.resolve("cut.fvecs"), new byte[] {2, 0, 0, 0, 1});
    assertTrue(
        assertThrows(UserError.class, () -> RecordFile.open(vecs))
            .getMessage()
            .contains("no multiple"));
    Path empty = Files.write(folder.resolve("empty.fbin"), new byte[3]);
    assertTrue(
        assertThrows(UserError.class, () -> RecordFile.open(empty)).getMessage().contains("ends"));
  }

  @Test
  public void refusesDimensionsThatCannotBe() throws IOException {
    Path path = write("base.fvecs", buffer(8).putInt(-1).putInt(0));
    assertTrue(
        assertThrows(UserError.class, () -> RecordFile.open(path)).getMessage().contains("-1"));
  }
}
