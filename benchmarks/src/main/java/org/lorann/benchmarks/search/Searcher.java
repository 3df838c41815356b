// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import org.apache.lucene.search.Query;
import org.lorann.benchmarks.measure.Contender;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.PeerQuery;
import org.lorann.benchmarks.peer.Setting;

/**
 * Searches one index for k neighbours with one setting of a format's knob.
 *
 * @param filter which documents each query may find
 */
record Searcher(Peer peer, Setting setting, VectorIndex index, int k, Filter filter) {

  /** The filter of a query; null for none. */
  @FunctionalInterface
  interface Filter {
    Query of(float[] target);
  }

  /** Without filters. */
  Searcher(Peer peer, Setting setting, VectorIndex index, int k) {
    this(peer, setting, index, k, query -> null);
  }

  /** The same search of another index. */
  Searcher on(VectorIndex other) {
    return new Searcher(peer, setting, other, k, filter);
  }

  /** The same search with filters. */
  Searcher filteredBy(Filter other) {
    return new Searcher(peer, setting, index, k, other);
  }

  String name() {
    return peer.name() + ", " + setting.label();
  }

  PeerQuery query(float[] target) {
    return setting.query(VectorIndex.VECTOR_FIELD, target, k, filter.of(target));
  }

  int[] rows(Query query) throws IOException {
    return index.rows(index.search(query, k), k);
  }

  /** The same for timing. */
  Contender contender() {
    return new Contender(name(), index, k, target -> index.search(query(target).query(), k));
  }
}
