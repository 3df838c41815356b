// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.NamedThreadFactory;
import org.apache.lucene.util.VectorUtil;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.measure.VectorCodec;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;

/** Runs with Elasticsearch on the class path, unlike the other tests. */
public class TestDiskBbq {
  private static final int SIZE = 4000;
  private static final int DIMENSION = 32;
  private static final int K = 10;
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private final float[][] rows = rows(SIZE, 1);
  private final float[][] queries = rows(50, 2);

  @BeforeClass
  public static void prepare() {
    Elasticsearch.prepare();
  }

  private static float[][] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[count][DIMENSION];
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = (float) (random.nextGaussian() / (1 + i));
      }
      VectorUtil.l2normalize(row);
    }
    return rows;
  }

  @Test
  public void moreVisitsAndCandidatesFindMore() throws IOException {
    int[][] truth = ExactNeighbors.of(SIMILARITY, Vectors.of(rows), queries, K, 2);
    for (String bits : List.of("1", "2", "4", "7")) {
      Peer peer = new Peers().named(List.of("diskbbq-" + bits + "bit")).getFirst();
      try (VectorIndex index = build(peer)) {
        List<Setting> settings = peer.settings(K);
        double least = recall(index, settings.getFirst(), truth);
        double most = recall(index, settings.getLast(), truth);
        assertTrue(bits + " bits: " + least + " to " + most, least < most && most > .6);
      }
    }
  }

  private VectorIndex build(Peer peer) throws IOException {
    MMapDirectory directory = new MMapDirectory(temporary.newFolder(peer.name()));
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
      assertEquals(K, found[i].length);
      assertTrue("visited", query.visited().getAsLong() >= K);
    }
    return Recall.mean(truth, found);
  }

  @Test
  public void nativeCodeComesFromADistribution() throws IOException {
    Path empty = temporary.path();
    UserError error = assertThrows(UserError.class, () -> Elasticsearch.useNativeLibraries(empty));
    assertTrue(error.getMessage(), error.getMessage().contains("no unpacked Elasticsearch"));
  }
}
