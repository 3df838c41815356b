// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import org.lorann.lucene.internal.format.ClustersEntry;

/**
 * Clusters that were written.
 *
 * @param mean of the vectors
 * @param entry where they stand
 * @param calibrated whether the entry has a calibration that holds for them
 */
record BuiltClusters(float[] mean, ClustersEntry entry, boolean calibrated) {}
