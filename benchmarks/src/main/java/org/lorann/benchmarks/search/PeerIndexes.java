// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.IndexRecipe;
import org.lorann.benchmarks.measure.IndexStore;
import org.lorann.benchmarks.measure.VectorCodec;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Workers;

/** The indexes of one data set, one for each format; built when they are first asked for. */
public final class PeerIndexes {
  private final DataSet data;
  private final IndexStore store;
  private final Workers workers;

  /** Those that are kept in a store. */
  public PeerIndexes(DataSet data, IndexStore store, Workers workers) {
    this.data = data;
    this.store = store;
    this.workers = workers;
  }

  VectorIndex open(Peer peer) throws IOException {
    KnnVectorsFormat format = peer.format(workers);
    IndexRecipe recipe =
        new IndexRecipe(
            data.name() + "-" + data.fingerprint() + "-" + peer.indexName(),
            data.fingerprint() + ", " + peer.indexName() + ", " + format,
            VectorCodec.of(format),
            format.getClass(),
            peer.segments());
    return store.openOrBuild(recipe, data::base);
  }
}
