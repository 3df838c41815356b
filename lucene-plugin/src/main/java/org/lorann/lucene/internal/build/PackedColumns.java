// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Quantizer;

/**
 * A matrix quantized to one byte per number, with a step for each column.
 *
 * @param packed the codes, see {@link PackedMatrix}
 * @param steps one per column
 */
record PackedColumns(byte[] packed, float[] steps) {

  /** Quantizes a dense {@code rows x columns} matrix. */
  static PackedColumns of(float[] matrix, int rows, int columns) {
    Quantizer quantizer = Quantizer.BYTES;
    byte[] packed =
        new byte[Math.toIntExact(PackedMatrix.byteSize(rows, columns, quantizer.bits()))];
    float[] steps = new float[columns];
    int paddedRows = PackedMatrix.paddedRows(rows);
    for (int j = 0; j < columns; j++) {
      steps[j] = quantizer.step(matrix, j, columns, rows);
      for (int i = 0; i < rows; i++) {
        int code = quantizer.encode(matrix[i * columns + j], 1 / steps[j]);
        quantizer.put(packed, paddedRows, i, j, code);
      }
    }
    return new PackedColumns(packed, steps);
  }

  /** The dense matrix that the codes stand for. */
  float[] dense(int rows) {
    int columns = steps.length;
    float[] matrix = new float[rows * columns];
    int paddedRows = PackedMatrix.paddedRows(rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int code = PackedMatrix.get(packed, paddedRows, i, j, Quantizer.BYTES.bits());
        matrix[i * columns + j] = Quantizer.BYTES.decode(code, steps[j]);
      }
    }
    return matrix;
  }
}
