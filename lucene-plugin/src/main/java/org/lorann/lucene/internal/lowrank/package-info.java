// SPDX-License-Identifier: Apache-2.0

/**
 * The linear algebra: {@code PrincipalAxes} for the projection, {@code ReducedRankRegression} for
 * the factors of a cluster, both on second moment matrices, so that their cost does not depend on
 * the number of vectors.
 *
 * <p>Internal: may change in any release.
 */
package org.lorann.lucene.internal.lowrank;
