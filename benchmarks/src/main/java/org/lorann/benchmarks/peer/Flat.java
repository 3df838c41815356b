// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** Lucene's exact search: its graph format, told that every segment is too small for a graph. */
final class Flat implements Peer {

  @Override
  public String name() {
    return "flat";
  }

  @Override
  public String description() {
    return "Lucene's exact search; no knob";
  }

  @Override
  public KnnVectorsFormat format(Workers workers) {
    return new Lucene99HnswVectorsFormat(
        Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
        Hnsw.BEAM_WIDTH,
        Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
        null,
        Integer.MAX_VALUE);
  }

  @Override
  public List<Setting> settings(int k) {
    return List.of(
        new Setting(
            "exact",
            k,
            (field, target, hits, filter) ->
                new CountingKnnQuery(field, target, hits, filter, null).asPeerQuery()));
  }
}
