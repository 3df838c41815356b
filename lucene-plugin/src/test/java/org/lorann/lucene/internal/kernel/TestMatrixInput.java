// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;
import static org.lorann.lucene.internal.RandomData.UNIT_ROUNDOFF;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.lorann.lucene.internal.RandomData;

/**
 * Multiplies matrices in files with the scalar implementation and the one this JVM prefers, and
 * compares both with sums in double precision over the values that the codes stand for.
 */
public class TestMatrixInput extends LuceneTestCase {

  /** Stands after everything else in a file, as the footer does in an index. */
  private static final int FOOTER = 16;

  private Directory directory;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    directory =
        switch (random().nextInt(6)) {
          case 0 -> newDirectory();
          // Matrices then cross the borders of mapped chunks.
          case 1 -> new MMapDirectory(createTempDir(), 1 << 10);
          default -> new MMapDirectory(createTempDir());
        };
  }

  @Override
  public void tearDown() throws Exception {
    directory.close();
    super.tearDown();
  }

  private static List<MatrixInput> inputs(IndexInput in) {
    return List.of(new ScalarKernels().open(in), Kernels.get().open(in));
  }

  /** A quantized matrix somewhere in a file. */
  private final class StoredMatrix {
    final int rows = PackedMatrix.ROW_MULTIPLE * randomIntBetween(1, 32);
    final int columns = PackedMatrix.BLOCK * (rarely() ? 40 : randomIntBetween(1, 9));
    final Quantizer quantizer = Quantizer.of(random().nextBoolean() ? 4 : 8);
    final long position = 4L * randomIntBetween(0, 100);
    final float[] values = new float[rows * columns];

    IndexInput store() throws IOException {
      byte[] packed =
          new byte[Math.toIntExact(PackedMatrix.byteSize(rows, columns, quantizer.bits()))];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int code = quantizer == Quantizer.NIBBLES ? extremeOr(0, 15) : extremeOr(-127, 127);
          quantizer.put(packed, rows, i, j, code);
          values[i * columns + j] = quantizer.decode(code, 1);
        }
      }
      try (IndexOutput out = directory.createOutput("matrix", IOContext.DEFAULT)) {
        out.writeBytes(new byte[(int) position], (int) position);
        out.writeBytes(packed, packed.length);
        out.writeBytes(new byte[FOOTER], FOOTER);
      }
      return directory.openInput("matrix", IOContext.DEFAULT);
    }

    private static int extremeOr(int least, int greatest) {
      return rarely()
          ? (random().nextBoolean() ? least : greatest)
          : TestUtil.nextInt(random(), least, greatest);
    }

    float[] multiply(MatrixInput input, float[] x) throws IOException {
      float[] out = new float[columns + random().nextInt(5)];
      Arrays.fill(out, Float.NaN);
      input.multiply(position, rows, columns, quantizer.bits(), x, out);
      for (int j = columns; j < out.length; j++) {
        assertTrue("written beyond the last column", Float.isNaN(out[j]));
      }
      return Arrays.copyOf(out, columns);
    }

    double product(float[] x, int column) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += (double) x[i] * values[i * columns + column];
      }
      return sum;
    }

    double absoluteProduct(float[] x, int column) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += Math.abs((double) x[i] * values[i * columns + column]);
      }
      return sum;
    }

    double absoluteSum(int column) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += Math.abs(values[i * columns + column]);
      }
      return sum;
    }
  }

  /** Vectors of very different kinds. */
  private static float[] randomVector(int size) {
    float[] x = RandomData.gaussian(random(), size);
    int kind = random().nextInt(7);
    for (int i = 0; i < size; i++) {
      x[i] =
          switch (kind) {
            case 0 -> 0;
            case 1 -> x[i] * 1e30f;
            case 2 -> x[i] * 1e-30f;
            case 3 -> x[i] * Float.MIN_NORMAL; // most are denormal
            case 4 -> random().nextBoolean() ? x[i] : x[i] * Float.MIN_NORMAL;
            case 5 -> i == size / 2 ? x[i] : 0;
            default -> x[i];
          };
    }
    return x;
  }

  private static float greatest(float[] x) {
    float greatest = 0;
    for (float value : x) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  public void testProductIsThatOfTheDecodedValues() throws IOException {
    StoredMatrix matrix = new StoredMatrix();
    try (IndexInput in = matrix.store()) {
      for (int round = 0; round < 7; round++) {
        float[] x = randomVector(matrix.rows);
        for (MatrixInput input : inputs(in)) {
          float[] out = matrix.multiply(input, x);
          for (int j = 0; j < matrix.columns; j++) {
            double tolerance = tolerance(matrix, x, j);
            assertEquals(matrix.product(x, j), out[j], tolerance);
          }
        }
      }
    }
  }

  private static double tolerance(StoredMatrix matrix, float[] x, int column) {
    // Sums of n products of floats: n roundings of 2^-24, relative to the sum of absolute values;
    // products below the normal range round by the least float instead.
    double rounding =
        (matrix.rows + 2) * (UNIT_ROUNDOFF * matrix.absoluteProduct(x, column) + Float.MIN_VALUE);
    if (matrix.quantizer == Quantizer.BYTES) {
      return rounding;
    }
    float greatest = greatest(x);
    // The numbers of x are rounded to multiples of 1/127 of the greatest, to zero if that is tiny.
    double coarse = greatest > 1e-35f ? 0.5001 / 127 * greatest : greatest;
    return rounding + coarse * matrix.absoluteSum(column);
  }

  /** Numbers that are multiples of 1/127 of the greatest are not rounded at all. */
  public void testProductOfWholeFactorsIsExact() throws IOException {
    StoredMatrix matrix = new StoredMatrix();
    try (IndexInput in = matrix.store()) {
      float unit = (float) Math.scalb(1.0, randomIntBetween(-60, 60));
      float[] x = new float[matrix.rows];
      for (int i = 0; i < x.length; i++) {
        x[i] = unit * randomIntBetween(-127, 127);
      }
      x[random().nextInt(x.length)] = 127 * unit;
      for (MatrixInput input : inputs(in)) {
        float[] out = matrix.multiply(input, x);
        for (int j = 0; j < matrix.columns; j++) {
          // Integers below 2^24 and their halves; only an intermediate 7.5 * sum(x) may round.
          double tolerance = 4 * UNIT_ROUNDOFF * unit * 7.5 * 127 * matrix.rows;
          assertEquals(matrix.product(x, j), out[j], tolerance);
        }
      }
    }
  }

  public void testUnpacksWhatTheCodesStandFor() throws IOException {
    StoredMatrix matrix = new StoredMatrix();
    try (IndexInput in = matrix.store()) {
      for (MatrixInput input : inputs(in)) {
        float[] unpacked = new float[matrix.values.length];
        input.unpack(
            matrix.position, matrix.rows, matrix.columns, matrix.quantizer.bits(), unpacked);
        assertArrayEquals(matrix.values, unpacked, 0f);
      }
    }
  }

  public void testBothImplementationsAgree() throws IOException {
    StoredMatrix matrix = new StoredMatrix();
    try (IndexInput in = matrix.store()) {
      for (int round = 0; round < 7; round++) {
        float[] x = randomVector(matrix.rows);
        float[] scalar = matrix.multiply(new ScalarKernels().open(in), x);
        float[] fast = matrix.multiply(Kernels.get().open(in), x);
        for (int j = 0; j < matrix.columns; j++) {
          assertEquals(scalar[j], fast[j], agreement(matrix, x, j));
        }
      }
    }
  }

  private static double agreement(StoredMatrix matrix, float[] x, int column) {
    if (matrix.quantizer == Quantizer.BYTES) {
      return 2 * tolerance(matrix, x, column);
    }
    // Integer sums are the same; what is multiplied and added to them is rounded twice or thrice,
    // and neither term exceeds 15 * 127 steps a row.
    double step = Math.max(greatest(x) / 127, Float.MIN_NORMAL);
    return 4 * UNIT_ROUNDOFF * step * 15 * 127 * matrix.rows;
  }

  public void testOneInputMultipliesMatricesOfAllSizes() throws IOException {
    // Buffers left over from a greater matrix must not show in the product with a smaller one.
    for (int round = 0; round < 4; round++) {
      StoredMatrix first = new StoredMatrix();
      try (IndexInput in = first.store()) {
        for (MatrixInput input : inputs(in)) {
          float[] x = RandomData.gaussian(random(), first.rows);
          float[] before = first.multiply(input, x);
          first.multiply(input, RandomData.gaussian(random(), first.rows));
          input.multiply(
              first.position,
              PackedMatrix.ROW_MULTIPLE,
              PackedMatrix.BLOCK,
              first.quantizer.bits(),
              RandomData.gaussian(random(), PackedMatrix.ROW_MULTIPLE),
              new float[PackedMatrix.BLOCK]);
          assertArrayEquals(before, first.multiply(input, x), 0f);
        }
      }
      directory.deleteFile("matrix");
    }
  }

  public void testReadsNumbers() throws IOException {
    int size = randomIntBetween(1, 200);
    int position = 4 * randomIntBetween(0, 300);
    float[] floats = RandomData.gaussian(random(), size);
    int[] ints = random().ints(size).toArray();
    long number = random().nextLong();
    try (IndexOutput out = directory.createOutput("numbers", IOContext.DEFAULT)) {
      out.writeBytes(new byte[position], position);
      for (float value : floats) {
        out.writeInt(Float.floatToIntBits(value));
      }
      for (int value : ints) {
        out.writeInt(value);
      }
      out.writeLong(number);
      out.writeBytes(new byte[FOOTER], FOOTER);
    }
    try (IndexInput in = directory.openInput("numbers", IOContext.DEFAULT)) {
      for (MatrixInput input : inputs(in)) {
        float[] readFloats = new float[size];
        input.readFloats(position, readFloats, size);
        assertArrayEquals(floats, readFloats, 0f);
        int[] readInts = new int[size];
        input.readInts(position + 4L * size, readInts, size);
        assertArrayEquals(ints, readInts);
        int i = random().nextInt(size);
        assertEquals(ints[i], input.readInt(position + 4L * size + 4L * i));
        assertEquals(number, input.readLong(position + 8L * size));
      }
    }
  }

  /** Stores bytes somewhere in a file. */
  private IndexInput store(byte[] bytes, int before, int after) throws IOException {
    try (IndexOutput out = directory.createOutput("bytes", IOContext.DEFAULT)) {
      out.writeBytes(new byte[before], before);
      out.writeBytes(bytes, bytes.length);
      out.writeBytes(new byte[after], after);
    }
    return directory.openInput("bytes", IOContext.DEFAULT);
  }

  public void testSubtractsAndAddsBytes() throws IOException {
    byte[] y = new byte[randomIntBetween(1, 200)];
    random().nextBytes(y);
    int position = randomIntBetween(0, 300);
    try (IndexInput in = store(y, position, PackedMatrix.BLOCK + FOOTER)) {
      for (MatrixInput input : inputs(in)) {
        assertSubtracts(input, position, y);
        assertAdds(input, position, y);
      }
    }
  }

  public void testReadsBytesAsFloats() throws IOException {
    byte[] y = new byte[randomIntBetween(1, 200)];
    random().nextBytes(y);
    int position = randomIntBetween(0, 300);
    try (IndexInput in = store(y, position, FOOTER)) {
      for (MatrixInput input : inputs(in)) {
        float[] read = new float[y.length + 1];
        read[y.length] = 7;
        input.readBytes(position, read, y.length);
        for (int i = 0; i < y.length; i++) {
          assertEquals(y[i], read[i], 0f);
        }
        assertEquals("written beyond the last", 7, read[y.length], 0f);
      }
    }
  }

  private static void assertSubtracts(MatrixInput input, long position, byte[] y)
      throws IOException {
    float[] x = RandomData.gaussian(random(), PackedMatrix.paddedColumns(y.length));
    float factor = (float) random().nextGaussian();
    float[] out = new float[x.length + 1];
    out[x.length] = 7;
    input.subtractBytes(position, y.length, x, factor, out);
    for (int i = 0; i < y.length; i++) {
      double product = (double) factor * y[i];
      // At most one rounding of the product and one of the difference.
      double tolerance = UNIT_ROUNDOFF * 2 * (Math.abs(product) + Math.abs(x[i]));
      assertEquals(x[i] - product, out[i], tolerance);
    }
    assertEquals("written beyond the block", 7, out[x.length], 0f);
  }

  private static void assertAdds(MatrixInput input, long position, byte[] y) throws IOException {
    int padded = PackedMatrix.paddedColumns(y.length);
    float[] out = RandomData.gaussian(random(), padded + 1);
    float[] before = out.clone();
    float constant = (float) random().nextGaussian();
    float factor = (float) random().nextGaussian();
    input.addBytes(position, y.length, constant, factor, out);
    for (int i = 0; i < y.length; i++) {
      double product = (double) factor * y[i];
      // At most one rounding of the product and one of each sum.
      double tolerance =
          UNIT_ROUNDOFF * 3 * (Math.abs(product) + Math.abs(constant) + Math.abs(before[i]));
      assertEquals(before[i] + constant + product, out[i], tolerance);
    }
    assertEquals("written beyond the block", before[padded], out[padded], 0f);
  }

  public void testInputsAreIndependentOfTheFilesPosition() throws IOException {
    StoredMatrix matrix = new StoredMatrix();
    try (IndexInput in = matrix.store()) {
      in.seek(3);
      float[] x = RandomData.gaussian(random(), matrix.rows);
      for (MatrixInput input : inputs(in)) {
        matrix.multiply(input, x);
      }
      assertEquals(3, in.getFilePointer());
    }
  }

  public void testPreloadsAnyPartOfTheFile() throws IOException {
    StoredMatrix matrix = new StoredMatrix();
    try (IndexInput in = matrix.store()) {
      long from = random().nextLong(in.length());
      long length = random().nextLong(in.length() - from + 1);
      for (MatrixInput input : inputs(in)) {
        input.preload(from, length);
        input.preload(0, in.length());
        input.preload(in.length(), 0);
      }
    }
  }
}
