// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.Test;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.VectorIndex;

public class TestPeers {
  private static final int K = 5;

  @Test
  public void everyFormatFindsMoreWithMoreWork() throws IOException {
    PeerFixture fixture =
        new PeerFixture(
            VectorSimilarityFunction.EUCLIDEAN,
            PeerFixture.points(1500, 16, 1),
            PeerFixture.points(30, 16, 2),
            K);
    int[][] truth = fixture.truth();
    for (Peer peer : new Peers().all()) {
      try (VectorIndex index = fixture.build(peer, new ByteBuffersDirectory())) {
        List<Setting> settings = peer.settings(K);
        double least = fixture.recall(index, settings.getFirst(), truth);
        double most = fixture.recall(index, settings.getLast(), truth);
        assertTrue(peer.name() + ": " + least + " to " + most, least <= most && most > .95);
      }
    }
  }

  @Test
  public void namesAreFoundInTheirOrder() {
    List<Peer> peers = new Peers().named(List.of("hnsw", "lorann/10", "lorann-probes"));
    assertEquals(
        List.of("hnsw", "lorann/10", "lorann-probes"), peers.stream().map(Peer::name).toList());
    assertEquals(10, peers.get(1).segments());
    assertEquals("lorann-in-10", peers.get(1).indexName());
    assertEquals("shares an index", "lorann", peers.get(2).indexName());
    assertFalse("Elasticsearch is kept away from this test", Elasticsearch.isPresent());
  }

  @Test
  public void otherNamesAreRefused() {
    for (String name : new String[] {"hsnw", "lorann/", "lorann/0", "lorann/x", "/3", ""}) {
      assertThrows(name, UserError.class, () -> new Peers().named(List.of(name)));
    }
  }
}
