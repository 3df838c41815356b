// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.NamedThreadFactory;
import org.junit.Test;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.measure.VectorCodec;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;

public class TestPeers {
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  private static final int K = 5;

  private final float[][] rows = rows(1500, 1);
  private final float[][] queries = rows(30, 2);

  private static float[][] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[count][16];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (random.nextGaussian() / (1 + i));
      }
    }
    return rows;
  }

  @Test
  public void everyFormatFindsMoreWithMoreWork() throws IOException {
    int[][] truth = ExactNeighbors.of(SIMILARITY, Vectors.of(rows), queries, K, 1);
    for (Peer peer : new Peers().all()) {
      try (VectorIndex index = build(peer)) {
        List<Setting> settings = peer.settings(K);
        double least = recall(index, settings.getFirst(), truth);
        double most = recall(index, settings.getLast(), truth);
        assertTrue(peer.name() + ": " + least + " to " + most, least <= most && most > .95);
      }
    }
  }

  private VectorIndex build(Peer peer) throws IOException {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    try (ExecutorService executor =
        Executors.newFixedThreadPool(2, new NamedThreadFactory("test"))) {
      new VectorIndexBuilder(VectorCodec.of(peer.format(new Workers(executor, 2))), SIMILARITY, 2)
          .build(directory, Vectors.of(rows), Map.of());
    }
    return VectorIndex.open(directory);
  }

  private double recall(VectorIndex index, Setting setting, int[][] truth) throws IOException {
    int[][] found = new int[queries.length][];
    for (int i = 0; i < queries.length; i++) {
      PeerQuery query = setting.query(VectorIndex.VECTOR_FIELD, queries[i], K, null);
      found[i] = index.rows(index.search(query.query(), K), K);
      assertTrue(setting.label(), query.visited().getAsLong() >= K);
    }
    return Recall.mean(truth, found);
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
