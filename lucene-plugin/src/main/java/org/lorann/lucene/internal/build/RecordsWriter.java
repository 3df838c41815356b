// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/** Encodes the clusters of a segment and writes their records one after the other. */
final class RecordsWriter {

  /** Vectors whose ordinals are in memory at a time, 4 MB. */
  private static final int WINDOW = 1 << 20;

  /**
   * The least radius, in means of all. One vector alone has none, but the score of its centroid is
   * not exact either, so that it should be looked at if it is anywhere near.
   */
  private static final double LEAST_RADIUS = 0.1;

  private final VectorSource vectors;
  private final Clustering clustering;
  private final ClusterEncoder encoder;
  private final Workers workers;
  private final long[] starts;
  private final float[] radii;
  private final IndexOutput out;
  private final long first;

  /** Writes to the end of {@code out}. */
  RecordsWriter(
      VectorSource vectors,
      Clustering clustering,
      ClusterEncoder encoder,
      Workers workers,
      IndexOutput out) {
    this.out = out;
    this.first = out.getFilePointer();
    this.vectors = vectors;
    this.clustering = clustering;
    this.encoder = encoder;
    this.workers = workers;
    this.starts = new long[clustering.count()];
    this.radii = new float[clustering.count()];
  }

  /**
   * Where the records stand, relative to the first, and the radii of their clusters.
   *
   * @param starts one per cluster
   * @param radii one per cluster
   */
  record Written(long[] starts, float[] radii) {}

  /** Writes all records. */
  Written write(Assignments assignments, IndexInput assigned) throws IOException {
    for (int from = 0, to; from < starts.length; from = to) {
      to = clustering.end(from, WINDOW);
      int[] ordinals =
          assignments.ordinals(assigned, clustering.starts()[from], clustering.starts()[to]);
      write(from, to, ordinals);
    }
    raiseSmallRadii();
    return new Written(starts, radii);
  }

  private void raiseSmallRadii() {
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
    List<Callable<ClusterEncoder.Encoded>> tasks = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int cluster = i;
      int offset = clustering.starts()[cluster] - clustering.starts()[from];
      tasks.add(
          () ->
              encoder.encode(
                  clustering.owners()[cluster],
                  clustering.centroid(cluster),
                  vectors.copy(),
                  ordinals,
                  offset,
                  clustering.size(cluster)));
    }
    int[] next = {from};
    workers.inOrder(
        tasks,
        encoded -> {
          starts[next[0]] = out.getFilePointer() - first;
          radii[next[0]++] = encoded.radius();
          out.writeBytes(encoded.record(), encoded.record().length);
        });
  }
}
