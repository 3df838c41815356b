// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/** What it takes for a search to find a vector, in any of the clusters that the vector is in. */
public final class Reach {

  private final float[] rerankMargins;
  private final float[] probeMargins;

  /** Takes the margins at which the vector is scored exactly, and its cluster is probed. */
  Reach(float[] rerankMargins, float[] probeMargins) {
    this.rerankMargins = rerankMargins;
    this.probeMargins = probeMargins;
  }

  /** The rerank margin from which on the vector is scored exactly, or infinity. */
  public float rerankMargin() {
    float least = Float.POSITIVE_INFINITY;
    for (float margin : rerankMargins) {
      least = Math.min(least, margin);
    }
    return least;
  }

  /** The probe margin from which on the vector is found at a rerank margin, or infinity. */
  public float probeMargin(float rerankMargin) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < probeMargins.length; i++) {
      if (rerankMargins[i] <= rerankMargin) {
        least = Math.min(least, probeMargins[i]);
      }
    }
    return least;
  }
}
