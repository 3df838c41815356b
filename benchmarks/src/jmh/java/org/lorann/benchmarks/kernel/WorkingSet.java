// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.kernel;

/** How much data a benchmark goes through, in random order, before it begins again. */
public enum WorkingSet {
  /** One piece: it stays in the cache next to the core. */
  CACHE(0),
  /** More than any cache holds. */
  MEMORY(256L << 20);

  private final long bytes;

  WorkingSet(long bytes) {
    this.bytes = bytes;
  }

  int pieces(long pieceBytes) {
    return (int) Math.max(1, bytes / pieceBytes);
  }
}
