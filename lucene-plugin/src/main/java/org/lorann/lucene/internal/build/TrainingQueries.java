// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.Arrays;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.cluster.PointSet;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;

/**
 * The queries each cluster's factors are trained on: those of a sample of the segment's vectors
 * that have the cluster among their nearest, as in the LoRANN paper. Immutable and safe for use by
 * many threads.
 */
final class TrainingQueries {

  /** A cluster serves the queries that have it among this many nearest. The paper's value. */
  static final int NEAREST = 5;

  /** More queries per cluster no longer change its second moment by what a fit would notice. */
  private static final int MAX_PER_CLUSTER = 512;

  private final PointSet points;
  private final float[] shift;
  private final float[] centroids;
  private final boolean euclidean;
  private final int[] starts;
  private final int[] byCluster;

  /**
   * Creates training queries.
   *
   * @param points the sample, in projected coordinates
   * @param shift what to add to a point to make a query of it
   * @param nearest the clusters nearest to each point, {@code perPoint} of them
   */
  TrainingQueries(
      PointSet points,
      float[] shift,
      int[] nearest,
      int perPoint,
      float[] centroids,
      int count,
      boolean euclidean) {
    this.points = points;
    this.shift = shift;
    this.centroids = centroids;
    this.euclidean = euclidean;
    this.starts = Grouping.starts(nearest, count);
    this.byCluster = Grouping.group(nearest, starts);
    for (int i = 0; i < byCluster.length; i++) {
      byCluster[i] /= perPoint;
    }
  }

  /** Takes each point of a sample as a query of the centroids nearest to it. */
  static TrainingQueries of(
      PointSet sample,
      float[] shift,
      NearestCentroids nearest,
      float[] centroids,
      boolean euclidean,
      Workers workers)
      throws IOException {
    int perPoint = Math.min(NEAREST, nearest.count());
    int[] lists = new int[sample.size() * perPoint];
    workers.run(
        sample.size(),
        (from, count) -> {
          float[] points = new float[count * sample.dimension()];
          sample.read(from, count, points);
          int[] found = new int[count * perPoint];
          nearest.nearest(points, 0, count, perPoint, found);
          System.arraycopy(found, 0, lists, from * perPoint, found.length);
        });
    return new TrainingQueries(
        sample, shift, lists, perPoint, centroids, nearest.count(), euclidean);
  }

  /**
   * The second moment of the part of a cluster's queries that its factors have to deal with; zero
   * for that of an {@link Outliers outlier}, which has no factors to train.
   */
  float[] moment(int cluster) throws IOException {
    int s = points.dimension();
    if (cluster >= starts.length - 1) {
      return new float[s * s];
    }
    int size = Math.min(MAX_PER_CLUSTER, starts[cluster + 1] - starts[cluster]);
    float[] residuals = new float[size * s];
    points.read(byCluster, starts[cluster], size, residuals);
    float[] centroid = Arrays.copyOfRange(centroids, cluster * s, (cluster + 1) * s);
    float[] query = new float[s];
    for (int i = 0; i < size; i++) {
      System.arraycopy(residuals, i * s, query, 0, s);
      subtractCentroid(query, centroid);
      System.arraycopy(query, 0, residuals, i * s, s);
    }
    float[] moment = new float[s * s];
    Matrices.addSecondMoment(residuals, size, s, moment);
    return moment;
  }

  private void subtractCentroid(float[] query, float[] centroid) {
    for (int i = 0; i < query.length; i++) {
      query[i] += shift[i];
    }
    float factor = euclidean ? 1 : share(query, centroid);
    for (int i = 0; i < query.length; i++) {
      query[i] -= factor * centroid[i];
    }
  }

  /** How many times the centroid is contained in the query. */
  private static float share(float[] query, float[] centroid) {
    float product = Kernels.get().dot(query, 0, centroid, 0, query.length);
    float squares = Vectors.squaredNorm(centroid, 0, centroid.length);
    return squares > 0 ? product / squares : 0;
  }
}
