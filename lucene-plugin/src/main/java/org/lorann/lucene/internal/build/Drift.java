// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.lucene.util.FixedBitSet;

/**
 * How far the clusters of a base have moved away from the vectors they were fitted to, by which it
 * is told which are worth keeping.
 *
 * @param dissolved the clusters that are not
 * @param kept those that are, ascending
 * @param loose how many vectors are in dissolved clusters; those with two clusters count twice
 * @param looseShare the share of all vectors that are, counted in the same way
 */
record Drift(boolean[] dissolved, int[] kept, long loose, double looseShare) {

  /**
   * A cluster that has drifted by more than this share of its vectors is dissolved: so many have
   * come to it since its factors were fitted, or fewer that are far away. With a third, recall fell
   * by up to .05 in some of the random runs of {@code TestLorannMerges}; with this, merges of which
   * each replaces a twentieth of the vectors cost a tenth more and recall stays that of a cold
   * build ({@code ./benchmark merge}).
   */
  private static final double MAX_LATE = 0.15;

  /**
   * Compares what stayed in clusters with what comes to them.
   *
   * @param maxSize the vectors beyond which a cluster is dissolved
   */
  static Drift of(
      BaseClusters base, Survivors survivors, Arrivals arrivals, int maxSize, Workers workers)
      throws IOException {
    FixedBitSet none = new FixedBitSet(survivors.total());
    int[] stayed = new KeptVectors(base, survivors, none).counts(workers);
    boolean[] dissolved = new boolean[base.count()];
    long loose = 0;
    long all = 0;
    for (int i = 0; i < dissolved.length; i++) {
      double late = arrivals.drift()[i] + (double) base.late(i) * stayed[i] / base.size(i);
      int size = stayed[i] + arrivals.perCluster()[i];
      dissolved[i] = late > MAX_LATE * size || size > maxSize;
      loose += dissolved[i] ? size : 0;
      all += size;
    }
    int[] kept = IntStream.range(0, dissolved.length).filter(i -> dissolved[i] == false).toArray();
    return new Drift(dissolved, kept, loose, (double) loose / all);
  }
}
