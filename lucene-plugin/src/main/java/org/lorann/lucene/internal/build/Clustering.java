// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

/**
 * The clusters of a segment: each is a centroid with a bounded number of vectors. Several may share
 * a centroid: what a centroid attracts beyond the bound is cut into further clusters, so that
 * probing one is never more than a bounded amount of work, even if all vectors are equal.
 *
 * @param centroids one row of projected coordinates per centroid
 * @param owners the centroid of each cluster
 * @param starts where each cluster's vectors begin in {@code ordinals}; one more than clusters
 * @param ordinals the ordinals of the segment, by cluster; those of vectors with a second cluster
 *     occur twice
 */
record Clustering(float[] centroids, int[] owners, int[] starts, int[] ordinals) {

  /** Groups vectors by their centroid, dropping centroids that have none. */
  static Clustering of(float[] centroids, int centroidCount, Assignments assignments, int maxSize) {
    int[] groups = Grouping.starts(centroidCount, assignments.first(), assignments.second());
    int[] ordinals = Grouping.group(groups, assignments.first(), assignments.second());
    int count = 0;
    for (int i = 0; i < centroidCount; i++) {
      count += parts(groups[i + 1] - groups[i], maxSize);
    }
    int[] owners = new int[count];
    int[] starts = new int[count + 1];
    int cluster = 0;
    for (int i = 0; i < centroidCount; i++) {
      int size = groups[i + 1] - groups[i];
      int parts = parts(size, maxSize);
      for (int part = 0; part < parts; part++) {
        owners[cluster] = i;
        starts[cluster++] = groups[i] + (int) ((long) size * part / parts);
      }
    }
    starts[count] = ordinals.length;
    return new Clustering(centroids, owners, starts, ordinals);
  }

  private static int parts(int size, int maxSize) {
    return (size + maxSize - 1) / maxSize;
  }

  int count() {
    return owners.length;
  }

  int size(int cluster) {
    return starts[cluster + 1] - starts[cluster];
  }
}
