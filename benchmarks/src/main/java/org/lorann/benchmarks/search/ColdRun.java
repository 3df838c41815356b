// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.store.FSDirectory;
import org.lorann.benchmarks.measure.PageCache;
import org.lorann.benchmarks.measure.VectorIndex;

/**
 * Searches an index of which nothing is in memory. The code is warm: only what is read from disk
 * makes the difference.
 */
final class ColdRun {
  private static final int QUERIES = 100;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  /**
   * What was found.
   *
   * @param firstMillis time of the first query
   * @param meanMillis mean time of the first queries, of which there were {@code queries}
   * @param megabytes read from disk to open the index and for these, or NaN if the system does not
   *     tell
   */
  record Result(double firstMillis, double meanMillis, int queries, double megabytes) {}

  private ColdRun() {}

  /** Closes the index of a searcher first. Empty where the system cannot be asked to forget. */
  static Optional<Result> of(Searcher searcher, float[][] queries) throws IOException {
    Path path = searcher.index().path();
    searcher.index().close();
    if (!PageCache.drop(path)) {
      return Optional.empty();
    }
    int count = Math.min(QUERIES, queries.length);
    double read = -megabytesRead();
    try (VectorIndex index = VectorIndex.open(FSDirectory.open(path))) {
      Searcher cold = searcher.on(index);
      long start = System.nanoTime();
      cold.rows(cold.query(queries[0]).query());
      double first = (System.nanoTime() - start) / NANOS_PER_MILLI;
      for (int i = 1; i < count; i++) {
        cold.rows(cold.query(queries[i]).query());
      }
      double mean = (System.nanoTime() - start) / NANOS_PER_MILLI / count;
      return Optional.of(new Result(first, mean, count, read + megabytesRead()));
    }
  }

  private static double megabytesRead() throws IOException {
    long bytes = PageCache.bytesRead().orElse(-1);
    return bytes < 0 ? Double.NaN : bytes / BYTES_PER_MEGABYTE;
  }
}
