// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * A query in projected coordinates, and the score it gives to the centroid of every cluster: the
 * inner product, or half the squared length of the query less half the squared distance. Estimated
 * scores of vectors are on the same scale.
 */
final class ClusterRanking {

  private final boolean euclidean;
  private final float[] query;
  private final double squaredLength;
  private final float[] scores;
  private final float[] norms;
  private final float[] radii;
  private final int[] sizes;

  /** See {@link ClusterRanker}. */
  ClusterRanking(
      boolean euclidean,
      float[] query,
      double squaredLength,
      float[] scores,
      float[] norms,
      float[] radii,
      int[] sizes) {
    this.euclidean = euclidean;
    this.query = query;
    this.squaredLength = squaredLength;
    this.scores = scores;
    this.norms = norms;
    this.radii = radii;
    this.sizes = sizes;
  }

  /** The query in projected coordinates, followed by zeros. */
  float[] query() {
    return query;
  }

  /** The squared distance of the query from the mean, for Euclidean distance; else 0. */
  double squaredLength() {
    return squaredLength;
  }

  /** How many clusters there are. */
  int count() {
    return radii.length;
  }

  /** The scores of all centroids, followed by others. */
  float[] scores() {
    return scores;
  }

  /** The radii of all clusters: how far their vectors are from the centroid, about. */
  float[] radii() {
    return radii;
  }

  /** How many vectors each cluster has. */
  int[] sizes() {
    return sizes;
  }

  /** The score of a cluster's centroid. */
  float score(int cluster) {
    return scores[cluster];
  }

  /**
   * How much of a cluster's centroid is taken off the query before the low-rank factors see it. For
   * inner products it is the projection onto the centroid, along which scores are known exactly;
   * for Euclidean distance the centroid is the natural origin.
   */
  float centroidShare(int cluster) {
    if (euclidean) {
      return 1;
    }
    return norms[cluster] > 0 ? scores[cluster] / norms[cluster] : 0;
  }
}
