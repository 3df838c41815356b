// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.io.IOException;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.lucene.LorannSearchStrategy;
import org.lorann.lucene.LorannSegmentInfo;

/**
 * Searches of an index of one segment, with a given number of clusters probed.
 *
 * @param truth the best k rows for each query
 */
record ProbedSearches(VectorIndex index, float[][] queries, int[][] truth, int k) {
  static final int RERANK_PER_HIT = 40;

  Effort run(int probes) throws IOException {
    LorannSearchStrategy strategy = LorannSearchStrategy.probes(probes, RERANK_PER_HIT * k);
    long before = visited();
    int[][] found = new int[queries.length][];
    for (int i = 0; i < found.length; i++) {
      found[i] = index.rows(index.search(queries[i], k, strategy), k);
    }
    double visited = (double) (visited() - before) / found.length;
    return new Effort(visited, Recall.mean(truth, found));
  }

  private long visited() throws IOException {
    return LorannSegmentInfo.of(index.leaves().getFirst().reader(), VectorIndex.VECTOR_FIELD)
        .orElseThrow()
        .searches()
        .vectorsEstimated();
  }
}
