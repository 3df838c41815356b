// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import org.lorann.lucene.internal.format.ClustersEntry;

/**
 * Clusters that were built, before they are put into their place.
 *
 * @param projection what their coordinates are
 * @param entry where they stand in files of their own
 * @param calibrated whether the entry has a calibration that holds for them
 */
record BuiltClusters(Projection projection, ClustersEntry entry, boolean calibrated) {}
