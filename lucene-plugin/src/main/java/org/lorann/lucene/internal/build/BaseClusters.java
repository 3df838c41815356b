// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.IndexLayout;
import org.lorann.lucene.internal.lowrank.Matrices;

/**
 * The clusters of a segment that a merge goes on from. What there is per cluster is in memory, the
 * records are read one at a time. Safe for use by many threads.
 */
final class BaseClusters {

  private final IndexInput data;
  private final int maxOrdinal;
  private final ClustersEntry entry;
  private final Projection projection;
  private final float[] centroids;
  private final float[] radii;
  private final long[] starts;
  private final int[] sizes;
  private final int[] late;

  /** Reads the index part. */
  BaseClusters(MergeBase base) throws IOException {
    this.data = base.data();
    this.maxOrdinal = base.entry().size();
    this.entry = base.entry().clusters();
    IndexLayout layout = entry.indexLayout();
    int d = layout.dimension();
    int s = layout.projected();
    int count = entry.count();
    IndexInput in = base.index().slice("base", entry.indexOffset(), entry.indexLength());
    this.projection =
        new Projection(
            floats(in, layout.mean(), d),
            columns(in, layout.axisSteps(), s, layout.axes(), layout.centroidSteps()).dense(d),
            s,
            entry.scale(),
            entry.energyKept());
    this.centroids = centroids(in, layout);
    this.radii = floats(in, layout.radii(), count);
    this.starts = new long[count];
    in.seek(layout.recordStarts());
    in.readLongs(starts, 0, count);
    this.sizes = ints(in, layout.sizes(), count);
    this.late = ints(in, layout.late(), count);
    for (int i = 0; i < count; i++) {
      check(i);
    }
  }

  private static float[] centroids(IndexInput in, IndexLayout layout) throws IOException {
    int s = layout.projected();
    int count = layout.clusters();
    float[] columns =
        columns(in, layout.centroidSteps(), count, layout.centroids(), layout.recordStarts())
            .dense(s);
    return Matrices.transpose(columns, s, count);
  }

  private static PackedColumns columns(
      IndexInput in, long steps, int columns, long packed, long packedEnd) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(packedEnd - packed)];
    in.seek(packed);
    in.readBytes(bytes, 0, bytes.length);
    return new PackedColumns(bytes, floats(in, steps, columns));
  }

  private static float[] floats(IndexInput in, long position, int size) throws IOException {
    float[] values = new float[size];
    in.seek(position);
    in.readFloats(values, 0, size);
    return values;
  }

  private static int[] ints(IndexInput in, long position, int size) throws IOException {
    int[] values = new int[size];
    in.seek(position);
    in.readInts(values, 0, size);
    return values;
  }

  private void check(int i) throws IOException {
    if (sizes[i] < 1
        || sizes[i] > maxOrdinal
        || starts[i] < 0
        || starts[i] > entry.dataLength() - layout().length(sizes[i])) {
      throw corrupt("record of cluster " + i + ": " + sizes[i] + " vectors at " + starts[i]);
    }
    if (late[i] < 0 || late[i] > sizes[i]) {
      throw corrupt("number of late vectors among " + sizes[i] + ": " + late[i]);
    }
  }

  private CorruptIndexException corrupt(String what) {
    return new CorruptIndexException("invalid " + what, data.toString());
  }

  ClustersEntry entry() {
    return entry;
  }

  ClusterLayout layout() {
    return entry.layout();
  }

  Projection projection() {
    return projection;
  }

  /** All centroids, row after row. */
  float[] centroids() {
    return centroids;
  }

  int count() {
    return entry.count();
  }

  int size(int cluster) {
    return sizes[cluster];
  }

  /**
   * How far a cluster has drifted: the sum of {@link #drift} over the vectors that came after its
   * factors were fitted, but at most as many as it has vectors.
   */
  int late(int cluster) {
    return late[cluster];
  }

  /**
   * How much a vector that comes to a cluster makes it drift: as much as one late vector or, if it
   * is farther away than the cluster's are, as many as its squared distance has room for theirs.
   */
  double drift(int cluster, double squaredDistance) {
    double usual = (double) radii[cluster] * radii[cluster];
    return usual > 0 ? Math.max(1, squaredDistance / usual) : 1;
  }

  /** The mean squared distance of vectors from their centroids. */
  double squaredRadius() {
    double sum = 0;
    long vectors = 0;
    for (int i = 0; i < sizes.length; i++) {
      sum += (double) radii[i] * radii[i] * sizes[i];
      vectors += sizes[i];
    }
    return sum / vectors;
  }

  float radius(int cluster) {
    return radii[cluster];
  }

  /** Reads the record of a cluster. */
  ClusterRecord record(int cluster) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(layout().length(sizes[cluster]))];
    seek(cluster, 0).readBytes(bytes, 0, bytes.length);
    return new ClusterRecord(layout(), sizes[cluster], bytes);
  }

  /** Reads the ordinals of a cluster's vectors, ascending. */
  int[] ordinals(int cluster) throws IOException {
    int[] ordinals = new int[sizes[cluster]];
    seek(cluster, layout().ordinals(ordinals.length)).readInts(ordinals, 0, ordinals.length);
    for (int i = 0; i < ordinals.length; i++) {
      if (ordinals[i] <= (i == 0 ? -1 : ordinals[i - 1]) || ordinals[i] >= maxOrdinal) {
        throw corrupt("ordinal " + ordinals[i] + " among " + maxOrdinal + " vectors");
      }
    }
    return ordinals;
  }

  private IndexInput seek(int cluster, long part) throws IOException {
    IndexInput in = data.clone();
    in.seek(entry.dataOffset() + starts[cluster] + part);
    return in;
  }
}
