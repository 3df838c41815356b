// SPDX-License-Identifier: Apache-2.0

/**
 * Makes the index of one field of one segment from its raw vectors. {@code FieldBuilder} is the
 * sequence of all steps; {@code ProjectionFitter}, {@code ClusterEncoder} and {@code Calibrator}
 * are the steps that have something to compute; {@code Workers} runs them on several threads.
 *
 * <p>Internal: may change in any release.
 */
package org.lorann.lucene.internal.build;
