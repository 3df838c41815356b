// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.FixedBitSet;
import org.junit.Test;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.Metric;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;

public class TestFilters {
  private static final int SIZE = 2000;
  private static final int K = 10;

  private final float[][] rows = new float[SIZE][2];
  private final float[] query = {0, 0};

  public TestFilters() {
    SplittableRandom random = new SplittableRandom(11);
    for (float[] row : rows) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) random.nextGaussian();
    }
  }

  private VectorIndex index(int segments) throws IOException {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    VectorIndexBuilder builder =
        new VectorIndexBuilder(new Lucene104Codec(), Metric.EUCLIDEAN.similarity(), 2);
    if (segments == 1) {
      builder.build(directory, Vectors.of(rows), Map.of());
    } else {
      builder.buildSegments(directory, Vectors.of(rows), segments, Map.of());
    }
    return VectorIndex.open(directory);
  }

  @Test
  public void onlyAcceptedRowsAreFoundInAnyNumberOfSegments() throws IOException {
    FixedBitSet accepted = new FixedBitSet(SIZE);
    for (int row = 3; row < SIZE; row += 20) {
      accepted.set(row);
    }
    int[] truth =
        ExactNeighbors.of(
            Metric.EUCLIDEAN.similarity(),
            Vectors.of(rows),
            new float[][] {query},
            (number, row) -> accepted.get(row),
            K,
            1,
            done -> {})[0];
    for (int segments : new int[] {1, 7}) {
      try (VectorIndex index = index(segments)) {
        assertEquals(segments, index.leaves().size());
        RowFilter filter = new RowFilter(index, accepted);
        KnnFloatVectorQuery search =
            new KnnFloatVectorQuery(VectorIndex.VECTOR_FIELD, query, K, filter);
        assertArrayEquals(truth, index.rows(index.search(search, K), K));
        assertEquals(filter, new RowFilter(index, accepted));
        assertEquals("RowFilter(100)", filter.toString());
        accepted.clear(3);
        assertNotEquals(filter, new RowFilter(index, accepted));
        accepted.set(3);
      }
    }
  }

  @Test
  public void equalSegmentsShareTheRows() throws IOException {
    try (VectorIndex index = index(8)) {
      index.leaves().forEach(leaf -> assertEquals(SIZE / 8, leaf.reader().maxDoc()));
      boolean[] seen = new boolean[SIZE];
      for (int doc = 0; doc < SIZE; doc++) {
        seen[index.row(doc)] = true;
      }
      assertEquals(SIZE, count(seen));
      assertArrayEquals(
          ExactNeighbors.of(
              Metric.EUCLIDEAN.similarity(), Vectors.of(rows), new float[][] {query}, K, 1)[0],
          index.rows(index.searchExactly(query, K), K));
    }
  }

  private static int count(boolean[] values) {
    int count = 0;
    for (boolean value : values) {
      count += value ? 1 : 0;
    }
    return count;
  }

  @Test
  public void categoriesAreNearOrFar() throws IOException {
    DataSet data =
        new DataSet(
            "any",
            "any",
            Metric.EUCLIDEAN,
            Path.of("none"),
            Vectors.of(rows),
            new float[][] {query},
            new int[][] {{0}});
    AtomicInteger sorted = new AtomicInteger();
    Categories categories = new Categories(data, 5, 2, sorted::addAndGet);
    assertEquals(SIZE, sorted.get());
    FixedBitSet near = categories.near(query, 200);
    FixedBitSet far = categories.far(query, 200);
    assertTrue("" + near.cardinality(), near.cardinality() >= 200 && near.cardinality() < 260);
    assertTrue("" + far.cardinality(), far.cardinality() >= 200 && far.cardinality() < 260);
    double all = meanLength(new FixedBitSet(SIZE), true);
    assertTrue(meanLength(near, false) < .5 * all);
    assertTrue(meanLength(far, false) > 1.5 * all);
    assertEquals(SIZE, categories.near(query, SIZE).cardinality());
  }

  private double meanLength(FixedBitSet accepted, boolean inverted) {
    return IntStream.range(0, SIZE)
        .filter(row -> accepted.get(row) != inverted)
        .mapToDouble(row -> Math.hypot(rows[row][0], rows[row][1]))
        .average()
        .orElseThrow();
  }
}
