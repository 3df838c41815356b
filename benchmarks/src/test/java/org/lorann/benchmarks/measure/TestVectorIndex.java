// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.Test;

public class TestVectorIndex {
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  private static final int THREADS = 3;
  private static final int K = 10;

  private final float[][] rows = randomRows(500);
  private final float[][] queries = randomRows(20);

  private static float[][] randomRows(int count) {
    Random random = new Random(count);
    float[][] rows = new float[count][16];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextFloat();
      }
    }
    return rows;
  }

  private VectorIndex build() throws IOException {
    Directory directory = new ByteBuffersDirectory();
    new VectorIndexBuilder(new Lucene104Codec(), SIMILARITY, THREADS)
        .build(directory, Vectors.of(rows), Map.of("name", "value"));
    return VectorIndex.open(directory);
  }

  @Test
  public void exactSearchFindsTheExactNeighbors() throws IOException {
    int[][] truth = ExactNeighbors.of(SIMILARITY, Vectors.of(rows), queries, K, THREADS);
    try (VectorIndex index = build()) {
      for (int i = 0; i < queries.length; i++) {
        assertArrayEquals(truth[i], index.rows(index.searchExactly(queries[i], K), K));
      }
    }
  }

  @Test
  public void exactNeighborsComeNearestFirst() throws IOException {
    float[][] line = {{3}, {1}, {2}, {9}};
    int[][] nearest = ExactNeighbors.of(SIMILARITY, Vectors.of(line), new float[][] {{0}}, 3, 1);
    assertArrayEquals(new int[] {1, 2, 0}, nearest[0]);
  }

  @Test
  public void exactSearchReturnsAllThereIs() throws IOException {
    try (VectorIndex index = build()) {
      assertEquals(rows.length, index.searchExactly(queries[0], 2 * rows.length).scoreDocs.length);
    }
  }

  @Test
  public void commitTellsWhatWasGivenAndWhatItCost() throws IOException {
    try (VectorIndex index = build()) {
      assertEquals("value", index.commitData().get("name"));
      assertTrue(index.buildCost().total().wallNanos() > 0);
    }
  }

  @Test
  public void rawVectorsAreToldApart() throws IOException {
    try (VectorIndex index = build()) {
      IndexSize size = index.size();
      assertTrue(size.rawVectorBytes() >= (long) rows.length * rows[0].length * Float.BYTES);
      assertTrue(size.bytesWithoutRawVectors() > 0);
    }
  }

  @Test
  public void whatTheDirectoryHeldIsReplacedUnread() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexOutput unreadable = directory.createOutput("segments_1", IOContext.DEFAULT)) {
        unreadable.writeInt(0);
      }
      new VectorIndexBuilder(new Lucene104Codec(), SIMILARITY, THREADS)
          .build(directory, Vectors.of(rows), Map.of());
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(rows.length, reader.maxDoc());
      }
    }
  }

  @Test
  public void everyContenderIsTimed() throws IOException {
    try (VectorIndex index = build()) {
      Contender contender =
          new Contender("exact", index, K, query -> index.searchExactly(query, K));
      List<Latency> latencies =
          new LatencyMeter(Duration.ZERO, Duration.ofMillis(1))
              .measure(List.of(contender, contender), queries);
      assertEquals(2, latencies.size());
      for (Latency latency : latencies) {
        assertTrue(latency.queriesPerSecond() > 0);
        assertTrue(latency.p50Nanos() <= latency.p99Nanos());
      }
    }
  }
}
