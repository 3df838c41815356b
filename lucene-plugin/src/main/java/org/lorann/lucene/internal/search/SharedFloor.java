// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * The floor of a search of several segments: of the similarities estimated in any of them so far,
 * the least of a few more than the k greatest. A segment that is searched later, or at the same
 * time by another thread, need not look for what is worse than that.
 *
 * <p>Safe for use by several threads.
 */
public final class SharedFloor {

  private final int k;
  private final Floor floor;
  private volatile float value = Float.NEGATIVE_INFINITY;

  /**
   * The floor of a search.
   *
   * @param k how many neighbours the search is for, in all segments together; at least one
   */
  public SharedFloor(int k) {
    this.k = k;
    this.floor = new Floor(Math.addExact(k, SearchPlan.SPARE));
  }

  /** How many neighbours the search is for. */
  int k() {
    return k;
  }

  /** The similarity to beat, or negative infinity as long as there are too few. */
  float value() {
    return value;
  }

  /**
   * Takes an estimate into account.
   *
   * @param vector a number that no other vector of any segment has
   * @param similarity as {@link EstimateScale} makes them comparable between segments
   */
  void offer(int vector, float similarity) {
    if (similarity > value) {
      synchronized (this) {
        floor.offer(vector, similarity);
        value = floor.value();
      }
    }
  }
}
