// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.util.Map;

/**
 * What an index took to build.
 *
 * @param index adding all documents and writing what remains in memory
 * @param forceMerge merging all into one segment after that
 */
public record BuildCost(Cost index, Cost forceMerge) {
  private static final String INDEX_WALL = "indexWallNanos";
  private static final String INDEX_CPU = "indexCpuNanos";
  private static final String MERGE_WALL = "mergeWallNanos";
  private static final String MERGE_CPU = "mergeCpuNanos";

  /** Both together. */
  public Cost total() {
    return new Cost(
        index.wallNanos() + forceMerge.wallNanos(), index.cpuNanos() + forceMerge.cpuNanos());
  }

  /** As an index keeps it in its commit. */
  void putInto(Map<String, String> commitData) {
    commitData.put(INDEX_WALL, Long.toString(index.wallNanos()));
    commitData.put(INDEX_CPU, Long.toString(index.cpuNanos()));
    commitData.put(MERGE_WALL, Long.toString(forceMerge.wallNanos()));
    commitData.put(MERGE_CPU, Long.toString(forceMerge.cpuNanos()));
  }

  /** Reads what {@link #putInto} wrote. */
  static BuildCost from(Map<String, String> commitData) {
    return new BuildCost(
        cost(commitData, INDEX_WALL, INDEX_CPU), cost(commitData, MERGE_WALL, MERGE_CPU));
  }

  private static Cost cost(Map<String, String> commitData, String wall, String cpu) {
    return new Cost(Long.parseLong(commitData.get(wall)), Long.parseLong(commitData.get(cpu)));
  }
}
