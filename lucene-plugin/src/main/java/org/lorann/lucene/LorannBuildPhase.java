// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

/**
 * What a flush or a merge does to index a field, in this order.
 *
 * @lucene.experimental
 */
public enum LorannBuildPhase {
  /** Finding the axes that vectors are projected to, from a sample. */
  PROJECTION,
  /** Finding centroids, from a sample. */
  CLUSTERING,
  /** Giving every vector to its nearest centroid. */
  ASSIGNMENT,
  /** Fitting the factors of every cluster and encoding its vectors. */
  ENCODING,
  /** Writing what all searches read: the projection and the centroids. */
  WRITING,
  /** Measuring how far searches have to go. */
  CALIBRATION
}
