// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import static org.lorann.lucene.internal.format.ClusterLayout.align;

import org.lorann.lucene.internal.kernel.PackedMatrix;

/**
 * Where the parts of a field stand, relative to the field's start, in the index file. All begin at
 * multiples of {@value ClusterLayout#ALIGNMENT} bytes. See {@link
 * org.lorann.lucene.LorannVectorsFormat} for what they mean.
 *
 * @param dimension d, of the vectors
 * @param projected s, dimensions after projection
 * @param clusters how many clusters there are
 */
public record IndexLayout(int dimension, int projected, int clusters) {

  /** Bits per number of the axes and centroids. */
  public static final int BITS = 8;

  /** The mean vector, d floats. */
  public long mean() {
    return 0;
  }

  /** The steps of the axes, one float per projected dimension. */
  public long axisSteps() {
    return align((long) dimension * Float.BYTES);
  }

  /** The axes, a packed matrix of d x s. */
  public long axes() {
    return align(axisSteps() + (long) projected * Float.BYTES);
  }

  /** The steps of the centroids, one float per cluster. */
  public long centroidSteps() {
    return align(axes() + PackedMatrix.byteSize(dimension, projected, BITS));
  }

  /** The squared lengths of the centroids, one float per cluster. */
  public long centroidNorms() {
    return align(centroidSteps() + (long) clusters * Float.BYTES);
  }

  /** The radii of the clusters, one float each. */
  public long radii() {
    return align(centroidNorms() + (long) clusters * Float.BYTES);
  }

  /** The centroids, a packed matrix of s x clusters. */
  public long centroids() {
    return align(radii() + (long) clusters * Float.BYTES);
  }

  /** Where each cluster's record starts in the field's part of the data file, one long each. */
  public long recordStarts() {
    return align(centroids() + PackedMatrix.byteSize(projected, clusters, BITS));
  }

  /** The number of vectors of each cluster, one int each. */
  public long sizes() {
    return align(recordStarts() + (long) clusters * Long.BYTES);
  }

  /** How far each cluster has drifted, one int each. */
  public long late() {
    return align(sizes() + (long) clusters * Integer.BYTES);
  }

  /** The length of the field, padding included. */
  public long length() {
    return align(late() + (long) clusters * Integer.BYTES);
  }
}
