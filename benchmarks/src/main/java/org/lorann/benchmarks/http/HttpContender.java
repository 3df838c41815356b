// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.util.List;
import org.lorann.benchmarks.data.Metric;

/** A way for a server to keep and to search vectors, in the words of its API. */
public interface HttpContender {

  /** What the index of vectors is called; the field is called {@code v}. */
  String label();

  /** The body of the request that creates the index. */
  String indexBody(int dimensions, Metric metric);

  /** The numbers of candidates that are worth measuring for k neighbours, ascending. */
  List<Integer> candidates(int k);

  /**
   * The body of a search, without sources.
   *
   * @param vector what to search for, as an array in JSON
   */
  String searchBody(String vector, int k, int candidates);
}
