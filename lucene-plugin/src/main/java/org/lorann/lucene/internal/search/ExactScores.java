// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;

/** Scores vectors exactly. */
@FunctionalInterface
public interface ExactScores {

  /**
   * The scores of vectors on the scale of their estimates, but for a constant that is the same for
   * all. There may be fewer than asked for, of the first of the vectors. Searches ask for at most
   * {@link ExactCollector#BULK}.
   */
  float[] of(int[] ordinals) throws IOException;
}
