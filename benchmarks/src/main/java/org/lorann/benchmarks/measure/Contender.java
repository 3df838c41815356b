// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import org.apache.lucene.search.TopDocs;

/** One way of answering the queries, with the name it has in the result table. */
public record Contender(String name, VectorIndex index, int k, Search search) {

  /** The timed part: from the query vector to the scored documents. */
  @FunctionalInterface
  public interface Search {
    TopDocs topDocs(float[] query) throws IOException;
  }

  public TopDocs topDocs(float[] query) throws IOException {
    return search.topDocs(query);
  }

  /** The best k rows for a query. */
  public int[] rows(float[] query) throws IOException {
    return index.rows(search.topDocs(query), k);
  }

  /** The best k rows for every query, for {@link Recall}. */
  public int[][] rows(float[][] queries) throws IOException {
    int[][] rows = new int[queries.length][];
    for (int i = 0; i < queries.length; i++) {
      rows[i] = rows(queries[i]);
    }
    return rows;
  }
}
