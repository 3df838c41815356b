// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.kernel;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A vector times a packed matrix in a mapped file: where searches spend their time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatrixBenchmark {

  /** The matrices of a search, of about the sizes they have by default. */
  public enum Matrix {
    /** The codes of the vectors of a cluster. */
    CODES_4_BIT(64, 256, 4),
    CODES_8_BIT(32, 256, 8),
    /** The factors of a cluster, by which a projected query is multiplied. */
    FACTORS_4_BIT(256, 64, 4),
    FACTORS_8_BIT(256, 32, 8),
    /** The axes by which a query is projected. */
    PROJECTION(384, 256, 8),
    /** The centroids of all clusters. */
    CENTROIDS(256, 512, 8);

    private final int rows;
    private final int columns;
    private final int bits;

    Matrix(int rows, int columns, int bits) {
      this.rows = rows;
      this.columns = columns;
      this.bits = bits;
    }

    private int bytes() {
      return Math.toIntExact(PackedMatrix.byteSize(rows, columns, bits));
    }
  }

  /** Set by JMH. */
  @Param public Matrix matrix;

  /** Set by JMH. */
  @Param public WorkingSet workingSet;

  private MappedPieces pieces;
  private MatrixInput input;
  private float[] vector;
  private float[] product;

  /** Called by JMH. */
  @Setup
  public void open() throws IOException {
    pieces = new MappedPieces(matrix.bytes(), workingSet);
    input = Kernels.get().open(pieces.input());
    vector = new float[matrix.rows];
    product = new float[matrix.columns];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
  }

  /** Called by JMH. */
  @TearDown
  public void close() throws IOException {
    pieces.close();
  }

  /** One product. */
  @Benchmark
  public float[] multiply(Counters counters) throws IOException {
    long position = pieces.nextPosition();
    input.multiply(position, matrix.rows, matrix.columns, matrix.bits, vector, product);
    counters.bytes += matrix.bytes();
    counters.multiplyAdds += (long) matrix.rows * matrix.columns;
    return product;
  }
}
