// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.IndexLayout;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;

/** Writes a field's part of the index file, in the order of {@code IndexLayout}. */
final class IndexPartWriter {

  private final IndexOutput out;
  private final IndexLayout layout;

  IndexPartWriter(IndexOutput out, IndexLayout layout) {
    this.out = out;
    this.layout = layout;
  }

  /** Writes to the end of the file, and returns where it begins there. */
  long write(Projection projection, Clustering clustering, RecordsWriter.Written records)
      throws IOException {
    int s = layout.projected();
    long offset = out.alignFilePointer(ClusterLayout.ALIGNMENT);
    writeFloats(projection.mean());
    writePacked(PackedColumns.of(projection.axes(), layout.dimension(), s));
    float[] centroids = rowPerCluster(clustering, s);
    writePacked(
        PackedColumns.of(Matrices.transpose(centroids, layout.clusters(), s), s, layout.clusters()),
        squaredNorms(centroids, s),
        records.radii());
    for (long start : records.starts()) {
      out.writeLong(start);
    }
    align();
    writeInts(records.sizes());
    writeInts(records.late());
    assert out.getFilePointer() == offset + layout.length();
    return offset;
  }

  /** Writes a matrix, its steps before it, and between the two what else there is per column. */
  private void writePacked(PackedColumns columns, float[]... more) throws IOException {
    writeFloats(columns.steps());
    for (float[] values : more) {
      writeFloats(values);
    }
    out.writeBytes(columns.packed(), columns.packed().length);
    align();
  }

  private static float[] rowPerCluster(Clustering clustering, int s) {
    float[] rows = new float[clustering.count() * s];
    for (int i = 0; i < clustering.count(); i++) {
      System.arraycopy(clustering.centroids(), clustering.owners()[i] * s, rows, i * s, s);
    }
    return rows;
  }

  private static float[] squaredNorms(float[] rows, int s) {
    float[] norms = new float[rows.length / s];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = Vectors.squaredNorm(rows, i * s, s);
    }
    return norms;
  }

  private void writeFloats(float[] values) throws IOException {
    for (float value : values) {
      out.writeInt(Float.floatToIntBits(value));
    }
    align();
  }

  private void writeInts(int[] values) throws IOException {
    for (int value : values) {
      out.writeInt(value);
    }
    align();
  }

  private void align() throws IOException {
    out.alignFilePointer(ClusterLayout.ALIGNMENT);
  }
}
