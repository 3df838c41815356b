// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.io.IOException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * What the metadata file says about the clusters of one field.
 *
 * @param shape what stays the same for as long as there are these clusters
 * @param energyKept the share of the energy of the centred vectors kept by the projection
 * @param place where they stand in the files
 * @param calibration how far searches must go
 * @param history what merges need to know to go on from these clusters
 */
public record ClustersEntry(
    Shape shape, float energyKept, Place place, Calibration calibration, History history) {

  /**
   * How many clusters there are, and of which kind.
   *
   * @param indexLayout the layout of the field in the index file
   * @param layout the layout of the field's records in the data file
   * @param codes the vectors in all clusters; those in two count twice
   * @param vectorsPerCluster the mean size asked for
   * @param scale what centred vectors are multiplied by
   */
  public record Shape(
      IndexLayout indexLayout,
      ClusterLayout layout,
      long codes,
      int vectorsPerCluster,
      float scale) {

    private void write(DataOutput meta) throws IOException {
      meta.writeInt(indexLayout.clusters());
      meta.writeLong(codes);
      meta.writeInt(vectorsPerCluster);
      meta.writeInt(layout.dimensions());
      meta.writeInt(layout.rank());
      meta.writeInt(layout.bits());
      meta.writeInt(Float.floatToIntBits(scale));
    }

    private static Shape read(DataInput meta, int count, int dimension, FieldEntry.Checks checks)
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
      return new Shape(
          new IndexLayout(dimension, projected, count),
          new ClusterLayout(projected, rank, bits),
          codes,
          vectorsPerCluster,
          scale);
    }
  }

  /**
   * Where the clusters stand. Their length in the index file follows from their shape.
   *
   * @param indexOffset where the field starts in the index file
   * @param dataOffset where the field starts in the data file
   * @param dataLength its length in the data file
   */
  public record Place(long indexOffset, long dataOffset, long dataLength) {

    private void write(DataOutput meta) throws IOException {
      meta.writeLong(indexOffset);
      meta.writeLong(dataOffset);
      meta.writeLong(dataLength);
    }

    private static Place read(DataInput meta, FieldEntry.Checks checks) throws IOException {
      long indexOffset = meta.readLong();
      checks.that(indexOffset >= 0, "index offset", indexOffset);
      long dataOffset = meta.readLong();
      checks.that(dataOffset >= 0, "data offset", dataOffset);
      long dataLength = meta.readLong();
      checks.that(dataLength > 0, "data length", dataLength);
      return new Place(indexOffset, dataOffset, dataLength);
    }
  }

  /** How many clusters there are. */
  public int count() {
    return shape.indexLayout.clusters();
  }

  /** The vectors in all clusters; those in two count twice. */
  public long codes() {
    return shape.codes;
  }

  /** The number of vectors in a cluster, on average. */
  public double clusterSize() {
    return (double) codes() / count();
  }

  /** The mean number of vectors in a cluster that was asked for. */
  public int vectorsPerCluster() {
    return shape.vectorsPerCluster;
  }

  /** The layout of the field in the index file. */
  public IndexLayout indexLayout() {
    return shape.indexLayout;
  }

  /** The layout of the field's records in the data file. */
  public ClusterLayout layout() {
    return shape.layout;
  }

  /** What centred vectors are multiplied by. */
  public float scale() {
    return shape.scale;
  }

  /** Where the field starts in the index file. */
  public long indexOffset() {
    return place.indexOffset;
  }

  /** The field's length in the index file. */
  public long indexLength() {
    return shape.indexLayout.length();
  }

  /** Where the field starts in the data file. */
  public long dataOffset() {
    return place.dataOffset;
  }

  /** The field's length in the data file. */
  public long dataLength() {
    return place.dataLength;
  }

  /**
   * The same clusters after some vectors have come or gone.
   *
   * @param changes how many
   */
  public ClustersEntry changed(float newEnergyKept, float acceptedLoss, int changes) {
    return new ClustersEntry(
        shape, newEnergyKept, place, calibration, history.changed(acceptedLoss, changes));
  }

  /** The same clusters, calibrated. */
  public ClustersEntry calibrated(Calibration newCalibration) {
    return new ClustersEntry(shape, energyKept, place, newCalibration, history.calibrated());
  }

  void write(DataOutput meta) throws IOException {
    shape.write(meta);
    meta.writeInt(Float.floatToIntBits(energyKept));
    place.write(meta);
    calibration.write(meta);
    history.write(meta);
  }

  static ClustersEntry read(DataInput meta, int count, int dimension, FieldEntry.Checks checks)
      throws IOException {
    Shape shape = Shape.read(meta, count, dimension, checks);
    float energyKept = Float.intBitsToFloat(meta.readInt());
    checks.that(energyKept >= 0 && energyKept <= 1, "energy", energyKept);
    Place place = Place.read(meta, checks);
    return new ClustersEntry(
        shape, energyKept, place, Calibration.read(meta), History.read(meta, checks));
  }
}
