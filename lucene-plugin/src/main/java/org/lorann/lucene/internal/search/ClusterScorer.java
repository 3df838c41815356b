// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static org.lorann.lucene.internal.kernel.PackedMatrix.NIBBLE_CENTER;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.lorann.lucene.internal.codec.ClusterLayout;
import org.lorann.lucene.internal.codec.FieldEntry;
import org.lorann.lucene.internal.codec.IndexLayout;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.PackedMatrix;

/**
 * Estimates the scores of all vectors of a cluster from its low-rank factors: first the query is
 * multiplied by the query factors, which costs dimensions x rank, then the result by the codes, which
 * costs rank x vectors. Holds the estimates of one cluster at a time.
 */
final class ClusterScorer {

  private final FieldEntry entry;
  private final ClusterLayout layout;
  private final IndexLayout indexLayout;
  private final MatrixInput index;
  private final MatrixInput data;
  private final ClusterRanking ranking;

  private final float[] residual;
  private final float[] factored;
  private final float[] scales;
  private final short[] codes;
  private final int[] rankSums;
  private int[] sums = new int[0];
  private float[] corrections = new float[0];
  private float[] estimates = new float[0];
  private long record;
  private int size;

  ClusterScorer(FieldEntry entry, MatrixInput index, MatrixInput data, ClusterRanking ranking) {
    this.entry = entry;
    this.layout = entry.clusterLayout();
    this.indexLayout = entry.indexLayout();
    this.index = index;
    this.data = data;
    this.ranking = ranking;
    this.residual = new float[layout.paddedDimensions()];
    this.factored = new float[layout.rankColumns()];
    this.scales = new float[layout.rankColumns()];
    this.codes = new short[Math.max(layout.paddedDimensions(), layout.rankColumns())];
    this.rankSums = new int[layout.rankColumns()];
  }

  /** Moves to a cluster and returns how many vectors it has, without scoring them yet. */
  int open(int cluster) throws IOException {
    long starts = entry.indexOffset() + indexLayout.recordStarts();
    long sizes = entry.indexOffset() + indexLayout.sizes();
    record = entry.dataOffset() + index.readLong(starts + (long) cluster * Long.BYTES);
    size = index.readInt(sizes + (long) cluster * Integer.BYTES);
    return size;
  }

  /** Returns the ordinal of a vector of the open cluster. */
  int ordinal(int position) throws IOException {
    return data.readInt(record + layout.ordinals(size) + (long) position * Integer.BYTES);
  }

  /** Estimates the scores of the open cluster; those of position i is element i. */
  float[] estimate(int cluster) throws IOException {
    int columns = PackedMatrix.paddedColumns(size);
    estimates = grow(estimates, columns);
    corrections = grow(corrections, columns);
    float share = ranking.centroidShare(cluster);
    float greatest =
        data.subtract(
            record + layout.centroid(), entry.projected(), ranking.query(), share, residual);
    data.readFloats(record + layout.scales(), scales, scales.length);
    if (entry.bits() == 4) {
      factorNibbles(greatest);
      estimateNibbles(ranking.score(cluster), share, columns);
    } else {
      factorBytes();
      estimateBytes(ranking.score(cluster), share, columns);
    }
    return estimates;
  }

  private static float[] grow(float[] array, int size) {
    return array.length >= size ? array : new float[ArrayUtil.oversize(size, Float.BYTES)];
  }

  private void factorNibbles(float greatest) throws IOException {
    int rows = layout.paddedDimensions();
    float step = step(greatest);
    int codeSum = quantize(residual, rows, 1 / step);
    data.multiplyNibbles(record + layout.factors(), rows, factored.length, codes, rankSums);
    for (int i = 0; i < factored.length; i++) {
      factored[i] = (rankSums[i] - NIBBLE_CENTER * codeSum) * (step * scales[i]);
    }
  }

  private void estimateNibbles(float base, float share, int columns) throws IOException {
    float greatest = 0;
    for (float value : factored) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    float step = step(greatest);
    int codeSum = quantize(factored, layout.rankRows(), 1 / step);
    sums = ArrayUtil.growNoCopy(sums, columns);
    data.multiplyNibbles(record + layout.codes(), layout.rankRows(), columns, codes, sums);
    data.readFloats(record + layout.corrections(size), corrections, columns);
    float offset = base - NIBBLE_CENTER * codeSum * step;
    for (int i = 0; i < columns; i++) {
      estimates[i] = offset + share * corrections[i] + step * sums[i];
    }
  }

  /** The step that maps a range onto -127 to 127, or 1 if there is nothing to map. */
  private static float step(float greatest) {
    return greatest >= Float.MIN_NORMAL * 127 ? greatest / 127 : 1;
  }

  private int quantize(float[] values, int size, float factor) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      // Adding 128.5 before truncation rounds numbers from -127 to 127 to the nearest.
      int code = (int) (values[i] * factor + 128.5f) - 128;
      codes[i] = (short) code;
      sum += code;
    }
    return sum;
  }

  private void factorBytes() throws IOException {
    int rows = layout.paddedDimensions();
    data.multiplyBytes(record + layout.factors(), rows, factored.length, residual, factored);
    for (int i = 0; i < factored.length; i++) {
      factored[i] *= scales[i];
    }
  }

  private void estimateBytes(float base, float share, int columns) throws IOException {
    data.multiplyBytes(record + layout.codes(), layout.rankRows(), columns, factored, estimates);
    data.readFloats(record + layout.corrections(size), corrections, columns);
    for (int i = 0; i < columns; i++) {
      estimates[i] += base + share * corrections[i];
    }
  }
}
