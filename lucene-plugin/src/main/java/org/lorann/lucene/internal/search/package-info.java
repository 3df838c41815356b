// SPDX-License-Identifier: Apache-2.0

/**
 * Answers searches of one field of one segment. {@code FieldSearcher} chooses between a scan and
 * the clusters, {@code ClusterSearch} goes through the clusters, a {@code SearchPlan} says when to
 * stop and which candidates are worth an exact score, {@code ExactCollector} gives them that.
 * {@code QueryTracer} watches searches for the calibration.
 *
 * <p>Internal: may change in any release.
 */
package org.lorann.lucene.internal.search;
