// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.nio.file.Path;
import java.util.Arrays;
import org.lorann.benchmarks.measure.Vectors;

/**
 * What formats are measured with.
 *
 * @param name for people
 * @param fingerprint differs for any other vectors to be indexed
 * @param baseFile where these are, for other processes, see {@link RecordFile}
 * @param base the vectors to be indexed
 * @param queries are not among them
 * @param neighbors the true neighbours of each query, best first
 */
public record DataSet(
    String name,
    String fingerprint,
    Metric metric,
    Path baseFile,
    Vectors base,
    float[][] queries,
    int[][] neighbors) {

  /** How many true neighbours are known of each query. */
  public static final int NEIGHBORS = 100;

  /** The best k of the true neighbours. */
  public int[][] neighbors(int k) {
    int[][] best = new int[neighbors.length][];
    for (int i = 0; i < best.length; i++) {
      best[i] = Arrays.copyOf(neighbors[i], Math.min(k, neighbors[i].length));
    }
    return best;
  }
}
