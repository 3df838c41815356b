// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import org.lorann.lucene.internal.kernel.PackedMatrix;

/**
 * Where the parts of a cluster's record stand, relative to its start, in the data file. All parts
 * begin at multiples of {@value #ALIGNMENT} bytes, as records do. See {@link
 * org.lorann.lucene.LorannVectorsFormat} for what they mean.
 *
 * @param dimensions projected dimensions
 * @param rank numbers in a code before quantization
 * @param bits bits per quantized number, 4 or 8
 */
public record ClusterLayout(int dimensions, int rank, int bits) {

  /** The scales that belong to a cluster as a whole rather than to one of its code's numbers. */
  private static final int EXTRA_SCALES = 3;

  /** A cache line. */
  public static final int ALIGNMENT = 64;

  /** Rounds up to a multiple of the alignment. */
  public static long align(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The projected dimensions, padded to whole rows of a packed matrix. */
  public int paddedDimensions() {
    return PackedMatrix.paddedRows(dimensions);
  }

  /** The rank, padded to whole rows of a packed matrix. */
  public int rankRows() {
    return PackedMatrix.paddedRows(rank);
  }

  /** The rank, padded to whole columns of a packed matrix. */
  public int rankColumns() {
    return PackedMatrix.paddedColumns(rank);
  }

  /** The scales: one float per rank, and {@value #EXTRA_SCALES} more. */
  public long scales() {
    return 0;
  }

  /** How many scales there are. */
  public int scaleCount() {
    return rank + EXTRA_SCALES;
  }

  /** Which of the scales is the step of the centroid. */
  public int centroidStep() {
    return rank;
  }

  /** Which of the scales is the middle of the corrections. */
  public int correctionCenter() {
    return rank + 1;
  }

  /** Which of the scales is the step of the corrections. */
  public int correctionStep() {
    return rank + 2;
  }

  /** The centroid, one byte per projected dimension. */
  public long centroid() {
    return align((long) scaleCount() * Float.BYTES);
  }

  /** The query factors, a packed matrix of dimensions x rank. */
  public long factors() {
    return align(centroid() + dimensions);
  }

  /** The codes, a packed matrix of rank x vectors. */
  public long codes() {
    return align(factors() + PackedMatrix.byteSize(dimensions, rank, bits));
  }

  /** The corrections, one byte per vector. */
  public long corrections(int size) {
    return align(codes() + PackedMatrix.byteSize(rank, size, bits));
  }

  /** The ordinals, one int per vector. */
  public long ordinals(int size) {
    return align(corrections(size) + size);
  }

  /** The length of a record of {@code size} vectors, padding included. */
  public long length(int size) {
    return align(ordinals(size) + (long) size * Integer.BYTES);
  }
}
