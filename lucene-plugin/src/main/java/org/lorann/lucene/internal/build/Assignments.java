// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

/**
 * The centroids that vectors belong to.
 *
 * @param first the nearest centroid of each vector
 * @param second another one, or -1
 */
record Assignments(int[] first, int[] second) {}
