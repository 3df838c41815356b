// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * One pass over the clusters of a segment: which is probed next, whether its codes are worth
 * reading, and which of its vectors become candidates.
 *
 * <p>For each cluster, {@link #next} is called first. If the cluster has a vector that may be
 * returned, {@link #wantsCodes} follows, and then perhaps {@link #scanned}.
 */
abstract class Probes {

  /** The next cluster, or -1 if there are none left that are worth it. */
  abstract int next();

  /**
   * Whether the codes of the cluster are worth reading.
   *
   * @param size the number of its vectors
   * @param length that of the query multiplied by its factors
   */
  abstract boolean wantsCodes(int cluster, int size, float length);

  /** Takes note of the estimates of the cluster, before its vectors become candidates. */
  abstract void scanned(float[] estimates, int size);

  abstract Candidates candidates();
}
