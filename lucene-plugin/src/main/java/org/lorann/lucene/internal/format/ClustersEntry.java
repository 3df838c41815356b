// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.io.IOException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * What the metadata file says about the clusters of one field.
 *
 * @param count how many clusters there are
 * @param codes the vectors in all of them; those in two count twice
 * @param vectorsPerCluster the mean size asked for
 * @param indexLayout the layout of the field in the index file
 * @param layout the layout of the field's records in the data file
 * @param scale what centred vectors are multiplied by
 * @param energyKept the share of the energy of the centred vectors kept by the projection
 * @param indexOffset where the field starts in the index file
 * @param dataOffset where the field starts in the data file
 * @param dataLength its length in the data file
 * @param calibration how far searches must go
 * @param history what merges need to know to go on from these clusters
 */
public record ClustersEntry(
    int count,
    long codes,
    int vectorsPerCluster,
    IndexLayout indexLayout,
    ClusterLayout layout,
    float scale,
    float energyKept,
    long indexOffset,
    long dataOffset,
    long dataLength,
    Calibration calibration,
    History history) {

  /** The number of vectors in a cluster, on average. */
  public double clusterSize() {
    return (double) codes / count;
  }

  /** The field's length in the index file. */
  public long indexLength() {
    return indexLayout.length();
  }

  /**
   * The same clusters after some vectors have come or gone.
   *
   * @param changes how many
   */
  public ClustersEntry changed(float newEnergyKept, float acceptedLoss, int changes) {
    return new ClustersEntry(
        count,
        codes,
        vectorsPerCluster,
        indexLayout,
        layout,
        scale,
        newEnergyKept,
        indexOffset,
        dataOffset,
        dataLength,
        calibration,
        history.changed(acceptedLoss, changes));
  }

  /** The same clusters, calibrated. */
  public ClustersEntry calibrated(Calibration newCalibration) {
    return new ClustersEntry(
        count,
        codes,
        vectorsPerCluster,
        indexLayout,
        layout,
        scale,
        energyKept,
        indexOffset,
        dataOffset,
        dataLength,
        newCalibration,
        history.calibrated());
  }

  void write(DataOutput meta) throws IOException {
    meta.writeInt(count);
    meta.writeLong(codes);
    meta.writeInt(vectorsPerCluster);
    meta.writeInt(layout.dimensions());
    meta.writeInt(layout.rank());
    meta.writeInt(layout.bits());
    meta.writeInt(Float.floatToIntBits(scale));
    meta.writeInt(Float.floatToIntBits(energyKept));
    meta.writeLong(indexOffset);
    meta.writeLong(dataOffset);
    meta.writeLong(dataLength);
    calibration.write(meta);
    history.write(meta);
  }

  static ClustersEntry read(DataInput meta, int count, int dimension, FieldEntry.Checks checks)
      throws IOException {
    long codes = meta.readLong();
    checks.that(codes >= count, "number of codes", codes);
    int vectorsPerCluster = meta.readInt();
    checks.that(vectorsPerCluster > 0, "vectors per cluster", vectorsPerCluster);
    int projected = meta.readInt();
    checks.that(projected > 0 && projected <= dimension, "projected dimension", projected);
    int rank = meta.readInt();
    checks.that(rank > 0 && rank <= projected, "rank", rank);
    int bits = meta.readInt();
    checks.that(bits == 4 || bits == 8, "bits", bits);
    float scale = Float.intBitsToFloat(meta.readInt());
    checks.that(scale > 0 && Float.isFinite(scale), "scale", scale);
    float energyKept = Float.intBitsToFloat(meta.readInt());
    checks.that(energyKept >= 0 && energyKept <= 1, "energy", energyKept);
    long indexOffset = meta.readLong();
    checks.that(indexOffset >= 0, "index offset", indexOffset);
    long dataOffset = meta.readLong();
    checks.that(dataOffset >= 0, "data offset", dataOffset);
    long dataLength = meta.readLong();
    checks.that(dataLength > 0, "data length", dataLength);
    return new ClustersEntry(
        count,
        codes,
        vectorsPerCluster,
        new IndexLayout(dimension, projected, count),
        new ClusterLayout(projected, rank, bits),
        scale,
        energyKept,
        indexOffset,
        dataOffset,
        dataLength,
        Calibration.read(meta),
        History.read(meta, checks));
  }
}
