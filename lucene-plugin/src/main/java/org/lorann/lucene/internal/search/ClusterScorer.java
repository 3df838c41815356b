// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.PackedMatrix;

/**
 * Estimates the scores of all vectors of a cluster from its low-rank factors: first the query is
 * multiplied by the query factors, which costs dimensions x rank, then the result by the codes,
 * which costs rank x vectors. Holds the estimates of one cluster at a time.
 */
final class ClusterScorer {

  private final ClusterLayout layout;
  private final ClusterRecords records;
  private final MatrixInput data;
  private final ClusterRanking ranking;

  private final float[] residual;
  private final float[] factored;
  private final float[] scales;
  private float[] estimates = new float[0];
  private int cluster;

  ClusterScorer(FieldEntry entry, MatrixInput index, MatrixInput data, ClusterRanking ranking) {
    this.layout = entry.clusters().layout();
    this.records = new ClusterRecords(entry, index, data);
    this.data = data;
    this.ranking = ranking;
    this.residual = new float[PackedMatrix.paddedColumns(layout.paddedDimensions())];
    this.factored = new float[Math.max(layout.rankRows(), layout.rankColumns())];
    this.scales = new float[layout.scaleCount()];
  }

  /** Moves to a cluster and returns how many vectors it has, without scoring them yet. */
  int open(int newCluster) throws IOException {
    cluster = newCluster;
    return records.open(newCluster);
  }

  /** How many vectors the open cluster has. */
  int size() {
    return records.size();
  }

  /** Returns the ordinal of a vector of the open cluster. */
  int ordinal(int position) throws IOException {
    return records.ordinal(position);
  }

  /** Estimates the scores of the open cluster's vectors; that of position i is element i. */
  float[] estimate() throws IOException {
    // Costs 5 to 10 % of a search where a cache holds all records, as in a loop of searches of a
    // small index, and saves a third where other work has displaced them, as in a server. Of the
    // ordinals few are read, but each would be waited for: with them, it saves a tenth more.
    long record = records.position();
    int size = records.size();
    data.preload(record, records.end() - record);
    float share = ranking.centroidShare(cluster);
    data.readFloats(record + layout.scales(), scales, scales.length);
    multiplyByFactors(record, share);
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

  private void multiplyByFactors(long record, float share) throws IOException {
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
