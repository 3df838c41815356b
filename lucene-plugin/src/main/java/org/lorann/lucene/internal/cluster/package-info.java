// SPDX-License-Identifier: Apache-2.0

/**
 * K-means for many clusters, on points that are read in batches: {@code HierarchicalKMeans} makes
 * centroids, {@code NearestCentroids} finds those nearest to points. Knows nothing of Lucene or of
 * files.
 *
 * <p>Internal: may change in any release.
 */
package org.lorann.lucene.internal.cluster;
