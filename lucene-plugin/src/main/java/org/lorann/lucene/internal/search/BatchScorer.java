// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.ArrayUtil;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.PackedMatrix;

/**
 * Estimates the scores that many queries give to the vectors of a cluster, by products of dense
 * matrices. They are those of {@link ClusterScorer}, but that with four bits it rounds what it
 * multiplies. One cluster at a time is open.
 */
final class BatchScorer {

  /** Vectors whose codes are unpacked at a time, to bound memory. */
  private static final int COLUMNS = 32 * PackedMatrix.BLOCK;

  private final ClusterLayout layout;
  private final ClusterRecords records;
  private final MatrixInput data;
  private final List<ClusterRanking> rankings;
  private final Kernels kernels = Kernels.get();

  private final float[] scales;
  private final float[] centroid;
  private final float[] factors;
  private final float[] residuals;
  private final float[] factored;
  private int cluster;
  private int columns;
  private int[] ordinals;
  private float[] codes = new float[0];
  private float[] products = new float[0];
  private float[] corrections = new float[0];
  private float[] estimates = new float[0];

  /** Estimates for the queries of some rankings. */
  BatchScorer(
      FieldEntry entry, MatrixInput index, MatrixInput data, List<ClusterRanking> rankings) {
    this.layout = entry.clusters().layout();
    this.records = new ClusterRecords(entry, index, data);
    this.data = data;
    this.rankings = rankings;
    this.scales = new float[layout.scaleCount()];
    this.centroid = new float[layout.dimensions()];
    this.factors = new float[layout.paddedDimensions() * layout.rankColumns()];
    this.residuals = new float[rankings.size() * layout.dimensions()];
    this.factored = new float[rankings.size() * layout.rankColumns()];
  }

  /** Moves to a cluster. */
  void open(int newCluster) throws IOException {
    cluster = newCluster;
    int size = records.open(newCluster);
    long record = records.position();
    ordinals = records.ordinals();
    data.readFloats(record + layout.scales(), scales, scales.length);
    data.readBytes(record + layout.centroid(), centroid, centroid.length);
    int bits = layout.bits();
    data.unpack(
        record + layout.factors(), layout.paddedDimensions(), layout.rankColumns(), bits, factors);
    columns = PackedMatrix.paddedColumns(size);
    corrections = room(corrections, size);
    data.readBytes(record + layout.corrections(size), corrections, size);
  }

  /** The ordinals of the open cluster's vectors. */
  int[] ordinals() {
    return ordinals;
  }

  /** The length of a row of estimates: those of all vectors, and what is of no meaning. */
  int columns() {
    return columns;
  }

  /**
   * Estimates the scores of the open cluster's vectors.
   *
   * @param from the first of the queries
   * @param count how many
   * @return a matrix with a row of {@link #columns} for each query; valid until the next call
   */
  float[] estimate(int from, int count) throws IOException {
    multiplyByFactors(from, count);
    estimates = room(estimates, count * columns);
    for (int column = 0; column < columns; column += COLUMNS) {
      int width = Math.min(COLUMNS, columns - column);
      multiplyByCodes(count, column, width);
      for (int i = 0; i < count; i++) {
        correct(rankings.get(from + i), i, column, width);
      }
    }
    return estimates;
  }

  private void multiplyByFactors(int from, int count) {
    for (int i = 0; i < count; i++) {
      subtractCentroid(rankings.get(from + i), i);
    }
    int s = layout.dimensions();
    int r = layout.rankColumns();
    Arrays.fill(factored, 0, count * r, 0f);
    kernels.multiplyAdd(residuals, 0, s, factors, factored, count, s, r);
    for (int i = 0; i < count; i++) {
      scale(i * r);
    }
  }

  private void subtractCentroid(ClusterRanking ranking, int row) {
    int s = layout.dimensions();
    float share = ranking.centroidShare(cluster) * scales[layout.centroidStep()];
    float[] query = ranking.query();
    for (int j = 0; j < s; j++) {
      residuals[row * s + j] = query[j] - share * centroid[j];
    }
  }

  private void scale(int offset) {
    for (int j = 0; j < layout.rank(); j++) {
      factored[offset + j] *= scales[j];
    }
  }

  /** Multiplies by the codes of some vectors. */
  private void multiplyByCodes(int count, int column, int width) throws IOException {
    int bits = layout.bits();
    long start = records.position() + layout.codes();
    start += (long) column * layout.rankRows() * bits / Byte.SIZE;
    codes = room(codes, layout.rankRows() * width);
    data.unpack(start, layout.rankRows(), width, bits, codes);
    products = room(products, count * width);
    Arrays.fill(products, 0, count * width, 0f);
    // What the codes of padding rows stand for is not zero.
    kernels.multiplyAdd(
        factored, 0, layout.rankColumns(), codes, products, count, layout.rank(), width);
  }

  private void correct(ClusterRanking ranking, int row, int column, int width) {
    float share = ranking.centroidShare(cluster);
    float constant = ranking.score(cluster) + share * scales[layout.correctionCenter()];
    float factor = share * scales[layout.correctionStep()];
    int target = row * columns;
    int end = Math.min(ordinals.length, column + width);
    for (int i = column; i < end; i++) {
      estimates[target + i] =
          products[row * width + i - column] + constant + factor * corrections[i];
    }
  }

  /** The array, or a larger one if it has no room. */
  private static float[] room(float[] array, int size) {
    return array.length >= size ? array : new float[ArrayUtil.oversize(size, Float.BYTES)];
  }
}
