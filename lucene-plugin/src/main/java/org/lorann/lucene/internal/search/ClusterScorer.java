// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.util.ArrayUtil;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.IndexLayout;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.PackedMatrix;

/**
 * Estimates the scores of all vectors of a cluster from its low-rank factors: first the query is
 * multiplied by the query factors, which costs dimensions x rank, then the result by the codes,
 * which costs rank x vectors. Holds the estimates of one cluster at a time.
 */
final class ClusterScorer {

  private final ClustersEntry clusters;
  private final ClusterLayout layout;
  private final IndexLayout indexLayout;
  private final MatrixInput index;
  private final MatrixInput data;
  private final ClusterRanking ranking;
  private final int maxOrdinal;

  private final float[] residual;
  private final float[] factored;
  private final float[] scales;
  private float[] estimates = new float[0];
  private int cluster;
  private long record;
  private long ordinals;
  private int size;

  ClusterScorer(FieldEntry entry, MatrixInput index, MatrixInput data, ClusterRanking ranking) {
    this.maxOrdinal = entry.size();
    this.clusters = entry.clusters();
    this.layout = clusters.layout();
    this.indexLayout = clusters.indexLayout();
    this.index = index;
    this.data = data;
    this.ranking = ranking;
    this.residual = new float[PackedMatrix.paddedColumns(layout.paddedDimensions())];
    this.factored = new float[Math.max(layout.rankRows(), layout.rankColumns())];
    this.scales = new float[layout.scaleCount()];
  }

  /** Moves to a cluster and returns how many vectors it has, without scoring them yet. */
  int open(int newCluster) throws IOException {
    cluster = newCluster;
    long starts = clusters.indexOffset() + indexLayout.recordStarts();
    long sizes = clusters.indexOffset() + indexLayout.sizes();
    long start = index.readLong(starts + (long) cluster * Long.BYTES);
    size = index.readInt(sizes + (long) cluster * Integer.BYTES);
    if (size < 1
        || size > maxOrdinal
        || start < 0
        || start > clusters.dataLength() - layout.length(size)) {
      throw corrupt("record of cluster " + cluster + ": " + size + " vectors at " + start);
    }
    record = clusters.dataOffset() + start;
    ordinals = record + layout.ordinals(size);
    return size;
  }

  /** How many vectors the open cluster has. */
  int size() {
    return size;
  }

  /** Returns the ordinal of a vector of the open cluster. */
  int ordinal(int position) throws IOException {
    int ordinal = data.readInt(ordinals + (long) position * Integer.BYTES);
    if (ordinal < 0 || ordinal >= maxOrdinal) {
      throw corrupt("ordinal " + ordinal + " among " + maxOrdinal + " vectors");
    }
    return ordinal;
  }

  private CorruptIndexException corrupt(String what) {
    return new CorruptIndexException("invalid " + what, data.toString());
  }

  /** Estimates the scores of the open cluster's vectors; that of position i is element i. */
  float[] estimate() throws IOException {
    // Costs 5 to 10 % of a search where a cache holds all records, as in a loop of searches of a
    // small index, and saves a third where other work has displaced them, as in a server. Of the
    // ordinals few are read, but each would be waited for: with them, it saves a tenth more.
    data.preload(record, ordinals + (long) size * Integer.BYTES - record);
    float share = ranking.centroidShare(cluster);
    data.readFloats(record + layout.scales(), scales, scales.length);
    multiplyByFactors(share);
    int columns = PackedMatrix.paddedColumns(size);
    if (estimates.length < columns) {
      estimates = new float[ArrayUtil.oversize(columns, Float.BYTES)];
    }
    data.multiply(
        record + layout.codes(), layout.rankRows(), columns, layout.bits(), factored, estimates);
    data.addBytes(
        record + layout.corrections(size),
        size,
        ranking.score(cluster) + share * scales[layout.correctionCenter()],
        share * scales[layout.correctionStep()],
        estimates);
    return estimates;
  }

  private void multiplyByFactors(float share) throws IOException {
    data.subtractBytes(
        record + layout.centroid(),
        layout.dimensions(),
        ranking.query(),
        share * scales[layout.centroidStep()],
        residual);
    Arrays.fill(residual, layout.dimensions(), residual.length, 0f);
    data.multiply(
        record + layout.factors(),
        layout.paddedDimensions(),
        layout.rankColumns(),
        layout.bits(),
        residual,
        factored);
    int rank = layout.rank();
    for (int i = 0; i < rank; i++) {
      factored[i] *= scales[i];
    }
    // What the padding codes of a four-bit matrix stand for is not zero.
    Arrays.fill(factored, rank, factored.length, 0f);
  }
}
