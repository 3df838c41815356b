// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;

/** In which clusters the vectors are that a traced search should find, and their estimates. */
final class WantedPlaces {

  /** The most clusters a vector is in. */
  private static final int MAX = 2;

  private final int[] ordinals;
  private final int[] counts;
  private final int[] clusters;
  private final float[] estimates;

  /** Nothing is found yet of the vectors with some ordinals, ascending. */
  WantedPlaces(int[] ordinals) {
    this.ordinals = ordinals;
    this.counts = new int[ordinals.length];
    this.clusters = new int[MAX * ordinals.length];
    this.estimates = new float[MAX * ordinals.length];
  }

  /** Takes note of a vector that was found, if it is one of them. */
  void found(int ordinal, int cluster, float estimate) {
    int i = Arrays.binarySearch(ordinals, ordinal);
    if (i >= 0) {
      int place = MAX * i + counts[i]++;
      clusters[place] = cluster;
      estimates[place] = estimate;
    }
  }

  /** The first place of a vector. */
  int from(int ordinal) {
    return MAX * index(ordinal);
  }

  /** The place after the last one of a vector. */
  int to(int ordinal) {
    int i = index(ordinal);
    return MAX * i + counts[i];
  }

  private int index(int ordinal) {
    return Arrays.binarySearch(ordinals, ordinal);
  }

  int cluster(int place) {
    return clusters[place];
  }

  float estimate(int place) {
    return estimates[place];
  }

  /** Those of all vectors; what they hold beyond the last of a vector has no meaning. */
  int size() {
    return clusters.length;
  }
}
