// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/** What one search does, summed up in one thread before it is added to shared counters. */
final class SearchWork {

  private long clusters;
  private long vectors;

  /** Counts a cluster, and how many of its vectors' scores were estimated. */
  void visit(int size) {
    clusters++;
    vectors += size;
  }

  long clusters() {
    return clusters;
  }

  long vectors() {
    return vectors;
  }
}
