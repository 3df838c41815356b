// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Objects;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * The strategy of one segment's part in a search, with the floor it shares with the others. It is
 * what brings the floor to the segment: whatever is wrapped around a collector, its strategy can be
 * asked for.
 *
 * <p>To segments of other formats it looks like a strategy for graphs, as the original one may be.
 */
public final class SharedFloorStrategy extends KnnSearchStrategy.Hnsw {

  private final KnnSearchStrategy original;
  private final SharedFloor floor;
  private final int firstVector;
  private final boolean allWanted;

  private SharedFloorStrategy(
      KnnSearchStrategy original, SharedFloor floor, int firstVector, boolean allWanted) {
    super(
        original instanceof Hnsw hnsw
            ? hnsw.filteredSearchThreshold()
            : DEFAULT_FILTERED_SEARCH_THRESHOLD);
    this.original = original;
    this.floor = floor;
    this.firstVector = firstVector;
    this.allWanted = allWanted;
  }

  /**
   * Adds a floor to a strategy.
   *
   * @param original what the search was given, may be null
   * @param firstVector a number that the first vector of the segment has among those of all
   *     segments; the segment takes as many as it has vectors
   * @param allWanted whether the segment has to return as many as it is asked for, even if others
   *     have better ones
   */
  public static KnnSearchStrategy of(
      KnnSearchStrategy original, SharedFloor floor, int firstVector, boolean allWanted) {
    if (original instanceof Seeded seeded) {
      // Graphs look for seeds on the outside only.
      return new Seeded(
          seeded.entryPoints(),
          seeded.numberOfEntryPoints(),
          of(seeded.originalStrategy(), floor, firstVector, allWanted));
    }
    return new SharedFloorStrategy(original, floor, firstVector, allWanted);
  }

  /** What the search was given, may be null. */
  KnnSearchStrategy original() {
    return original;
  }

  /** For how many neighbours the search of all segments is. */
  int k() {
    return floor.k();
  }

  /** Whether the segment has to return as many as it is asked for. */
  boolean allWanted() {
    return allWanted;
  }

  /**
   * The part of the segment in the floor.
   *
   * @param scale the scale of the segment's estimates
   * @param errors knows by how much they are off
   */
  FloorShare share(EstimateScale scale, ErrorMeter errors) {
    return new FloorShare(floor, firstVector, scale, errors, allWanted);
  }

  @Override
  public void nextVectorsBlock() {
    if (original != null) {
      original.nextVectorsBlock();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedFloorStrategy that
        && Objects.equals(original, that.original)
        && floor == that.floor
        && firstVector == that.firstVector
        && allWanted == that.allWanted;
  }

  @Override
  public int hashCode() {
    return Objects.hash(original, System.identityHashCode(floor), firstVector, allWanted);
  }
}
