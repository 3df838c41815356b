// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.internal.format.ClusterLayout;

/** Encodes the clusters of a segment and writes their records one after the other. */
final class RecordsWriter {

  /** Vectors whose ordinals are in memory at a time, 4 MB. */
  private static final int WINDOW = 1 << 20;

  /**
   * The least radius, in means of all. One vector alone has none, but the score of its centroid is
   * not exact either, so that it should be looked at if it is anywhere near.
   */
  private static final double LEAST_RADIUS = 0.1;

  private final Clustering clustering;
  private final RecordEncoder encoder;
  private final Workers workers;
  private final Written written;
  private final IndexOutput out;

  /** Writes to the end of {@code out}, from the next aligned position on. */
  RecordsWriter(Clustering clustering, RecordEncoder encoder, Workers workers, IndexOutput out)
      throws IOException {
    int count = clustering.count();
    this.out = out;
    this.clustering = clustering;
    this.encoder = encoder;
    this.workers = workers;
    this.written =
        new Written(
            out.alignFilePointer(ClusterLayout.ALIGNMENT),
            new long[count],
            new int[count],
            new int[count],
            new float[count]);
  }

  /**
   * What was written, one entry per cluster.
   *
   * @param offset where the first record stands
   * @param starts where the record stands, relative to the first
   * @param sizes the number of vectors
   * @param late how far the cluster has drifted, see {@link BaseClusters#late}
   * @param radii see {@link RecordEncoder.Encoded}
   */
  record Written(long offset, long[] starts, int[] sizes, int[] late, float[] radii) {

    /** The vectors in all clusters; those with two clusters count twice. */
    long codes() {
      return Arrays.stream(sizes).asLongStream().sum();
    }
  }

  /** Writes all records. */
  Written write(Assignments assignments, IndexInput assigned) throws IOException {
    for (int from = 0, to; from < clustering.count(); from = to) {
      to = clustering.end(from, WINDOW);
      int[] ordinals =
          assignments.ordinals(assigned, clustering.starts()[from], clustering.starts()[to]);
      write(from, to, ordinals);
    }
    raiseSmallRadii(written.radii);
    return written;
  }

  private static void raiseSmallRadii(float[] radii) {
    double sum = 0;
    for (float radius : radii) {
      sum += radius;
    }
    float least = sum > 0 ? (float) (LEAST_RADIUS * sum / radii.length) : 1;
    for (int i = 0; i < radii.length; i++) {
      radii[i] = Math.max(radii[i], least);
    }
  }

  /** Writes the records of some clusters, which the ordinals are those of. */
  private void write(int from, int to, int[] ordinals) throws IOException {
    List<Callable<RecordEncoder.Encoded>> tasks = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int cluster = i;
      int offset = clustering.starts()[cluster] - clustering.starts()[from];
      tasks.add(
          () ->
              encoder.encode(
                  clustering.owners()[cluster],
                  clustering.centroid(cluster),
                  ordinals,
                  offset,
                  clustering.size(cluster)));
    }
    int[] next = {from};
    workers.inOrder(tasks, encoded -> write(next[0]++, encoded));
  }

  private void write(int cluster, RecordEncoder.Encoded encoded) throws IOException {
    byte[] bytes = encoded.record().bytes();
    written.starts[cluster] = out.getFilePointer() - written.offset;
    written.sizes[cluster] = encoded.record().size();
    written.late[cluster] = encoded.late();
    written.radii[cluster] = encoded.radius();
    out.writeBytes(bytes, bytes.length);
  }
}
