// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import org.lorann.lucene.internal.cluster.Points;
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

  private final Points points;
  private final float[] centroids;
  private final boolean euclidean;
  private final int[] starts;
  private final int[] byCluster;

  /**
   * Creates training queries.
   *
   * @param points the sample as queries, in projected coordinates
   * @param nearest the clusters nearest to each point, {@code perPoint} of them
   */
  TrainingQueries(
      Points points, int[] nearest, int perPoint, float[] centroids, int count, boolean euclidean) {
    this.points = points;
    this.centroids = centroids;
    this.euclidean = euclidean;
    this.starts = Grouping.starts(count, nearest);
    this.byCluster = Grouping.group(starts, nearest);
    for (int i = 0; i < byCluster.length; i++) {
      byCluster[i] /= perPoint;
    }
  }

  /** The second moment of the part of a cluster's queries that its factors have to deal with. */
  float[] moment(int cluster) {
    int s = points.dimension();
    int size = Math.min(MAX_PER_CLUSTER, starts[cluster + 1] - starts[cluster]);
    float[] residuals = new float[size * s];
    for (int i = 0; i < size; i++) {
      residual(byCluster[starts[cluster] + i] * s, cluster * s, residuals, i * s);
    }
    float[] moment = new float[s * s];
    Matrices.addSecondMoment(residuals, size, s, moment);
    return moment;
  }

  private void residual(int query, int centroid, float[] target, int offset) {
    int s = points.dimension();
    float factor = euclidean ? 1 : share(query, centroid);
    for (int i = 0; i < s; i++) {
      target[offset + i] = points.values()[query + i] - factor * centroids[centroid + i];
    }
  }

  /** How many times the centroid is contained in the query. */
  private float share(int query, int centroid) {
    float product = 0;
    float squares = 0;
    for (int i = 0; i < points.dimension(); i++) {
      product += points.values()[query + i] * centroids[centroid + i];
      squares += centroids[centroid + i] * centroids[centroid + i];
    }
    return squares > 0 ? product / squares : 0;
  }
}
