// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.util.Arrays;

/**
 * The clusters of a segment: each is a centroid with a bounded number of vectors. Several may share
 * a centroid: what a centroid attracts beyond the bound is cut into further clusters, so that
 * probing one is never more than a bounded amount of work, even if all vectors are equal.
 *
 * @param centroids one row of projected coordinates per centroid
 * @param dimensions projected coordinates
 * @param owners the centroid of each cluster
 * @param starts where each cluster begins among all vectors, ordered by centroid and ordinal; one
 *     more than clusters
 */
record Clustering(float[] centroids, int dimensions, int[] owners, int[] starts) {

  /**
   * Makes clusters of centroids, dropping those that have no vectors.
   *
   * @param sizes the number of vectors of each centroid
   */
  static Clustering of(float[] centroids, int dimensions, int[] sizes, int maxSize) {
    int[] parts = new int[sizes.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Math.ceilDiv(sizes[i], maxSize);
    }
    return ofParts(centroids, dimensions, sizes, parts);
  }

  /**
   * Makes clusters of centroids.
   *
   * @param sizes the number of vectors of each centroid
   * @param parts the number of clusters to be made of each, at least one if it has vectors
   */
  static Clustering ofParts(float[] centroids, int dimensions, int[] sizes, int[] parts) {
    int count = Arrays.stream(parts).sum();
    int[] owners = new int[count];
    int[] starts = new int[count + 1];
    int cluster = 0;
    int start = 0;
    for (int i = 0; i < sizes.length; i++) {
      for (int part = 0; part < parts[i]; part++) {
        owners[cluster] = i;
        starts[cluster++] = start + (int) ((long) sizes[i] * part / parts[i]);
      }
      start += sizes[i];
    }
    starts[count] = start;
    return new Clustering(centroids, dimensions, owners, starts);
  }

  /**
   * The cluster at which to end, beginning with a cluster, to have at most so many vectors, though
   * always one cluster.
   */
  int end(int from, int vectors) {
    int to = from + 1;
    while (to < count() && starts[to + 1] - starts[from] <= vectors) {
      to++;
    }
    return to;
  }

  /** The centroid of a cluster. */
  float[] centroid(int cluster) {
    int s = dimensions;
    return Arrays.copyOfRange(centroids, owners[cluster] * s, (owners[cluster] + 1) * s);
  }

  int count() {
    return owners.length;
  }

  int size(int cluster) {
    return starts[cluster + 1] - starts[cluster];
  }
}
