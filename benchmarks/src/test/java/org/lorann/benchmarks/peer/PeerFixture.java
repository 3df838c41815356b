// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.Recall;
import org.lorann.benchmarks.measure.VectorCodec;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;

/** Vectors and queries that formats are tried with. */
record PeerFixture(VectorSimilarityFunction similarity, float[][] rows, float[][] queries, int k) {
  private static final int THREADS = 2;

  /** Points whose spread decays from axis to axis. */
  static float[][] points(int count, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] points = new float[count][dimension];
    for (float[] point : points) {
      for (int i = 0; i < dimension; i++) {
        point[i] = (float) (random.nextGaussian() / (1 + i));
      }
    }
    return points;
  }

  int[][] truth() throws IOException {
    return ExactNeighbors.of(similarity, Vectors.of(rows), queries, k, THREADS);
  }

  VectorIndex build(Peer peer, Directory directory) throws IOException {
    try (Workers workers = new Workers(THREADS)) {
      new VectorIndexBuilder(VectorCodec.of(peer.format(workers)), similarity, THREADS)
          .build(directory, Vectors.of(rows), Map.of());
    }
    return VectorIndex.open(directory);
  }

  double recall(VectorIndex index, Setting setting, int[][] truth) throws IOException {
    int[][] found = new int[queries.length][];
    for (int i = 0; i < queries.length; i++) {
      PeerQuery query = setting.query(VectorIndex.VECTOR_FIELD, queries[i], k, null);
      found[i] = index.rows(index.search(query.query(), k), k);
      assertEquals(setting.label(), k, found[i].length);
      assertTrue(setting.label(), query.visited().getAsLong() >= k);
    }
    return Recall.mean(truth, found);
  }
}
