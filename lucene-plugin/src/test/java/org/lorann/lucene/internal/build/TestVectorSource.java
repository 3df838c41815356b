// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestVectorSource extends LuceneTestCase {

  private int size;
  private int dimension;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    size = randomIntBetween(1, 50);
    dimension = randomIntBetween(1, 20);
  }

  private static VectorSimilarityFunction randomSimilarity() {
    VectorSimilarityFunction[] all = VectorSimilarityFunction.values();
    return all[random().nextInt(all.length)];
  }

  private void assertReads(
      List<float[]> expected, VectorSource source, VectorSimilarityFunction similarity)
      throws IOException {
    assertEquals(size, source.size());
    assertEquals(dimension, source.dimension());
    for (int i = 0; i < 2 * size; i++) {
      int ordinal = random().nextInt(size);
      int offset = randomIntBetween(0, 5);
      float[] target = new float[offset + dimension + 1];
      source.read(ordinal, target, offset);
      float[] vector = expected.get(ordinal);
      double length = Math.sqrt(RandomData.dot(vector, vector));
      boolean scaled = similarity == VectorSimilarityFunction.COSINE && length > 0;
      for (int j = 0; j < target.length; j++) {
        boolean inside = j >= offset && j < offset + dimension;
        double value = inside ? vector[j - offset] / (scaled ? length : 1) : 0;
        assertEquals(value, target[j], 2 * RandomData.UNIT_ROUNDOFF * Math.abs(value));
      }
    }
  }

  public void testReadsFloats() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity();
    List<float[]> vectors =
        RandomData.rows(RandomData.gaussian(random(), size * dimension), dimension);
    vectors.set(random().nextInt(size), new float[dimension]);
    VectorSource source =
        VectorSource.of(FloatVectorValues.fromFloats(vectors, dimension), similarity);
    assertReads(vectors, source, similarity);
    assertReads(vectors, source.copy(), similarity);
  }

  public void testReadsBytes() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity();
    List<byte[]> vectors = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      byte[] vector = new byte[dimension];
      random().nextBytes(vector);
      vectors.add(vector);
      float[] floats = new float[dimension];
      for (int j = 0; j < dimension; j++) {
        floats[j] = vector[j];
      }
      expected.add(floats);
    }
    VectorSource source =
        VectorSource.of(ByteVectorValues.fromBytes(vectors, dimension), similarity);
    assertReads(expected, source, similarity);
    assertReads(expected, source.copy(), similarity);
  }

  public void testVectorsThatAreReadAreNotChanged() throws IOException {
    float[] vector = RandomData.gaussian(random(), dimension);
    float[] before = vector.clone();
    VectorSource source =
        VectorSource.of(
            FloatVectorValues.fromFloats(List.of(vector), dimension),
            VectorSimilarityFunction.COSINE);
    source.read(0, new float[dimension], 0);
    assertArrayEquals(before, vector, 0f);
  }
}
