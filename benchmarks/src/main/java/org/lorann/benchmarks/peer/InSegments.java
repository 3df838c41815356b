// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;

/** A format with its index in several equal segments, as before a merge. */
record InSegments(Peer peer, int segments) implements Peer {
  static final String SEPARATOR = "/";

  @Override
  public String name() {
    return peer.name() + SEPARATOR + segments;
  }

  @Override
  public String indexName() {
    return peer.indexName() + "-in-" + segments;
  }

  @Override
  public String description() {
    return peer.description() + "; " + segments + " segments";
  }

  @Override
  public KnnVectorsFormat format(Workers workers) {
    return peer.format(workers);
  }

  @Override
  public List<Setting> settings(int k) {
    return peer.settings(k);
  }
}
