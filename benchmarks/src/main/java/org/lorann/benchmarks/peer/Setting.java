// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import org.apache.lucene.search.Query;

/**
 * A position of a format's knob.
 *
 * @param label the position, for people
 * @param candidates how many neighbours are asked for, luceneutil's topK + fanout
 * @param factory makes the queries
 */
public record Setting(String label, int candidates, Factory factory) {

  /** Makes the query for a vector. */
  @FunctionalInterface
  public interface Factory {
    /**
     * The query whose best k hits are the answer.
     *
     * @param filter which documents may be found, or null for all
     */
    PeerQuery query(String field, float[] target, int k, Query filter);
  }

  public PeerQuery query(String field, float[] target, int k, Query filter) {
    return factory.query(field, target, k, filter);
  }
}
