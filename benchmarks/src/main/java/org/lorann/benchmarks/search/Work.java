// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.lucene.LorannSegmentInfo;

/**
 * What searches through an index did, on average for one. NaN where a format does not tell.
 *
 * @param visited vectors compared with the query in whatever form; by its code and again exactly
 *     counts once
 * @param clusters clusters visited
 * @param scored vectors scored by their codes
 * @param reranked vectors scored exactly
 * @param exactShare the share of the segment searches that scanned all vectors instead
 */
public record Work(
    double visited, double clusters, double scored, double reranked, double exactShare) {

  /** What the searches of a LoRANN index add up to since it was opened, over all segments. */
  record Sums(
      long searches, long exact, long clusters, long estimated, long reranked, long scanned) {

    /** All zero for an index of another format. */
    static Sums of(VectorIndex index) throws IOException {
      Sums sums = new Sums(0, 0, 0, 0, 0, 0);
      for (LeafReaderContext leaf : index.leaves()) {
        sums = sums.plus(LorannSegmentInfo.of(leaf.reader(), VectorIndex.VECTOR_FIELD));
      }
      return sums;
    }

    private Sums plus(Optional<LorannSegmentInfo> info) {
      if (info.isEmpty()) {
        return this;
      }
      LorannSegmentInfo.Searches more = info.get().searches();
      return new Sums(
          searches + more.count(),
          exact + more.exactScans(),
          clusters + more.clustersVisited(),
          estimated + more.vectorsEstimated(),
          reranked + more.vectorsReranked(),
          scanned + more.vectorsScanned());
    }
  }

  /** The mean over so many queries of what was done between two states of an index. */
  static Work between(Sums before, Sums after, long visited, int queries) {
    double perQuery = 1.0 / queries;
    long searches = after.searches - before.searches;
    if (searches == 0) {
      return new Work(visited * perQuery, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    long estimated = after.estimated - before.estimated;
    long scanned = after.scanned - before.scanned;
    return new Work(
        (estimated + scanned) * perQuery,
        (after.clusters - before.clusters) * perQuery,
        estimated * perQuery,
        (after.reranked - before.reranked + scanned) * perQuery,
        (double) (after.exact - before.exact) / searches);
  }
}
