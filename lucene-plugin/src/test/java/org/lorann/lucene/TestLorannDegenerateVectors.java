// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.BaseDirectoryWrapper;

/**
 * Vectors that make bad clusters. Searches have to find as many documents as are wanted, with their
 * scores, and with few exceptions a vector of the index if asked for it. Every index is searched as
 * flushed, in two segments, and merged.
 */
public class TestLorannDegenerateVectors extends LorannTestCase {

  private static final VectorSimilarityFunction EUCLIDEAN = VectorSimilarityFunction.EUCLIDEAN;
  private static final VectorSimilarityFunction COSINE = VectorSimilarityFunction.COSINE;

  /** Checks an index of some vectors under a similarity; the queries are of them, too. */
  private static void check(float[][] vectors, VectorSimilarityFunction similarity)
      throws IOException {
    check(vectors, similarity, randomSmallClusters(random(), 0.99), 26);
  }

  private static void check(
      float[][] vectors,
      VectorSimilarityFunction similarity,
      LorannParameters parameters,
      int least)
      throws IOException {
    IndexWriterConfig config = plainConfig(parameters).setMergePolicy(new TieredMergePolicy());
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, config)) {
      add(writer, vectors, 0, vectors.length / 2, similarity);
      writer.flush();
      add(writer, vectors, vectors.length / 2, vectors.length, similarity);
      int found = checkSearches(writer, vectors);
      writer.forceMerge(1);
      found += checkSearches(writer, vectors);
      // Of 30 searches for the nearest.
      assertTrue("found " + found, found >= least);
    }
  }

  private static int checkSearches(IndexWriter writer, float[][] vectors) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      int found = 0;
      for (int i = 0; i < 5; i++) {
        found += checkSearch(reader, vectors[random().nextInt(vectors.length)]);
      }
      return found;
    }
  }

  private static int checkSearch(IndexReader reader, float[] target) throws IOException {
    int found = 0;
    for (int k : new int[] {1, 10, 100}) {
      TopDocs hits = newSearcher(reader).search(query(target, k), k);
      assertEquals(Math.min(k, reader.numDocs()), hits.scoreDocs.length);
      List<ScoreDoc> exact = exact(reader, target);
      assertValid(hits, exact);
      for (ScoreDoc hit : hits.scoreDocs) {
        assertTrue("score " + hit.score, Float.isFinite(hit.score) && hit.score >= 0);
      }
      found += (int) recall(hits, exact, 1);
    }
    return found;
  }

  private static float[][] filled(int count, int dimension, float value) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      Arrays.fill(vector, value);
    }
    return vectors;
  }

  private static void scale(float[][] vectors, float factor) {
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= factor;
      }
    }
  }

  public void testIdenticalVectors() throws IOException {
    check(filled(5_000, 16, 0.25f), randomSimilarity(random()));
  }

  public void testTwoDifferentVectors() throws IOException {
    float[][] vectors = filled(600, 16, 0.25f);
    for (int i = 0; i < vectors.length; i += 3) {
      vectors[i] = new float[16];
      vectors[i][2] = 1;
    }
    check(vectors, randomSimilarity(random()));
  }

  public void testManyCopiesOfOneVectorAmongOthers() throws IOException {
    float[][] vectors = clustered(random(), 800, 16, 10);
    for (int i = 100; i < 600; i++) {
      vectors[i] = vectors[0].clone();
    }
    VectorSimilarityFunction similarity = random().nextBoolean() ? EUCLIDEAN : COSINE;
    check(vectors, similarity);
  }

  public void testZeroVectors() throws IOException {
    VectorSimilarityFunction similarity =
        randomSimilarity(random()) == EUCLIDEAN
            ? EUCLIDEAN
            : VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    check(new float[300][12], similarity);
  }

  public void testSomeZeroVectors() throws IOException {
    float[][] vectors = clustered(random(), 400, 12, 5);
    for (int i = 0; i < vectors.length; i += 4) {
      vectors[i] = new float[12];
    }
    check(vectors, EUCLIDEAN);
  }

  public void testOneVector() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      check(fit(clustered(random(), 1, 20, 1), similarity), similarity);
    }
  }

  public void testFewVectors() throws IOException {
    for (int n = 2; n < 12; n++) {
      VectorSimilarityFunction similarity = random().nextBoolean() ? EUCLIDEAN : COSINE;
      check(clustered(random(), n, 20, 3), similarity);
    }
  }

  public void testOneDimension() throws IOException {
    check(clustered(random(), 500, 1, 10), EUCLIDEAN);
  }

  public void testOneDimensionOfTwoDirections() throws IOException {
    check(clustered(random(), 500, 1, 10), COSINE);
  }

  public void testLargestDimension() throws IOException {
    float[][] vectors = clustered(random(), 60, LorannVectorsFormat.MAX_DIMENSIONS, 4);
    check(vectors, EUCLIDEAN, smallClusters().build(), 26);
  }

  public void testFewerVectorsThanRank() throws IOException {
    LorannParameters parameters = smallClusters().rank(512).build();
    check(
        clustered(random(), 30, 100, 3),
        random().nextBoolean() ? EUCLIDEAN : COSINE,
        parameters,
        26);
  }

  public void testConstantDimensions() throws IOException {
    float[][] vectors = clustered(random(), 500, 20, 10);
    for (float[] vector : vectors) {
      vector[0] = 0;
      vector[7] = 3;
      vector[19] = -1_000;
    }
    check(vectors, EUCLIDEAN);
  }

  public void testVectorsOnALine() throws IOException {
    float[] direction = gaussian(random(), 20, 1);
    float[][] vectors = new float[500][20];
    for (float[] vector : vectors) {
      float factor = (float) random().nextGaussian();
      for (int i = 0; i < 20; i++) {
        vector[i] = factor * direction[i];
      }
    }
    check(vectors, EUCLIDEAN);
  }

  public void testHugeDistances() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    scale(vectors, 1e18f);
    check(vectors, EUCLIDEAN);
  }

  public void testHugeInnerProducts() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    scale(vectors, 1e16f);
    check(vectors, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);
  }

  /** Lucene does not score such vectors, whose squares are infinite, but it does store them. */
  public void testVectorsThatOverflowCanBeIndexed() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = clustered(random(), 400, 16, 8);
    scale(vectors, 1e30f);
    IndexWriterConfig config =
        plainConfig(randomSmallClusters(random())).setMergePolicy(new TieredMergePolicy());
    try (BaseDirectoryWrapper directory = newDirectory()) {
      // It would search.
      directory.setCheckIndexOnClose(false);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        add(writer, vectors, 0, 200, similarity);
        writer.flush();
        add(writer, vectors, 200, 400, similarity);
        writer.forceMerge(1);
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          FloatVectorValues values = getOnlyLeafReader(reader).getFloatVectorValues(FIELD);
          for (int i = 0; i < 400; i++) {
            assertArrayEquals(vectors[id(reader, i)], values.vectorValue(i), 0f);
          }
        }
      }
    }
  }

  public void testTinyVectors() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    scale(vectors, 1e-30f);
    check(vectors, EUCLIDEAN);
  }

  public void testSmallInnerProducts() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    scale(vectors, 1e-15f);
    check(vectors, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);
  }

  public void testMagnitudesFarApart() throws IOException {
    float[][] vectors = clustered(random(), 500, 16, 8);
    for (float[] vector : vectors) {
      scale(new float[][] {vector}, (float) Math.pow(10, random().nextInt(-12, 12)));
    }
    check(vectors, COSINE);
  }

  public void testOneOutlier() throws IOException {
    float[][] vectors = clustered(random(), 500, 16, 8);
    scale(new float[][] {vectors[77]}, 1e12f);
    check(vectors, EUCLIDEAN);
  }

  /** More clusters than one split makes, and splits that leave all vectors together. */
  public void testNearlyAllVectorsEqualAndManyClusters() throws IOException {
    float[][] vectors = clustered(random(), 14_000, 8, 5);
    for (int i = 10; i < vectors.length; i++) {
      vectors[i] = vectors[0];
    }
    check(vectors, EUCLIDEAN, LorannParameters.DEFAULT, 24);
  }

  public void testOneOutlierAndManyClusters() throws IOException {
    float[][] vectors = clustered(random(), 14_000, 8, 5);
    scale(new float[][] {vectors[77]}, 1e4f);
    check(vectors, EUCLIDEAN, LorannParameters.DEFAULT, 26);
  }

  /** In a segment as flushed, and when they come to one by a merge. */
  public void testOutliersDoNotMakeSearchesOfOthersExpensive() throws IOException {
    float[][] vectors = clustered(random(), 10_000, 16, 20);
    int first = 9_500;
    for (int i = 0; i < 10; i++) {
      int outlier = i < 5 ? random().nextInt(first) : first + random().nextInt(500);
      scale(new float[][] {vectors[outlier]}, (float) Math.pow(10, 1 + 3 * random().nextDouble()));
    }
    // With many vectors per cluster, clusters are made of a sample, which misses some.
    LorannParameters parameters =
        LorannParameters.builder().exactSearchThreshold(0).seed(random().nextLong()).build();
    IndexWriterConfig config = plainConfig(parameters).setMergePolicy(new TieredMergePolicy());
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, config)) {
      add(writer, vectors, 0, first, EUCLIDEAN);
      assertFewAreScored(writer);
      add(writer, vectors, first, vectors.length, EUCLIDEAN);
      writer.forceMerge(1);
      assertFewAreScored(writer);
      assertTrue(checkSearches(writer, vectors) >= 13);
    }
  }

  private static void assertFewAreScored(IndexWriter writer) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      LorannSegmentInfo info = LorannSegmentInfo.of(getOnlyLeafReader(reader), FIELD).orElseThrow();
      for (LorannSegmentInfo.CalibrationPoint point : info.clusters().orElseThrow().calibration()) {
        if (point.recall() < 0.96) {
          assertTrue(point.toString(), point.visitedShare() < 0.5);
          assertTrue(point.toString(), point.reranked() < 10 * point.k());
        }
      }
    }
  }

  public void testLargeCommonOffset() throws IOException {
    float[][] vectors = clustered(random(), 600, 16, 8);
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = 1e4f + 0.05f * vector[i];
      }
    }
    check(vectors, EUCLIDEAN);
  }

  public void testByteExtremes() throws IOException {
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      byte[][] vectors = new byte[400][16];
      for (byte[] vector : vectors) {
        for (int i = 0; i < vector.length; i++) {
          vector[i] = random().nextBoolean() ? Byte.MIN_VALUE : Byte.MAX_VALUE;
        }
      }
      VectorSimilarityFunction similarity = randomSimilarity(random());
      for (int i = 0; i < vectors.length; i++) {
        writer.addDocument(document(i, vectors[i], similarity));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertHasClusters(reader, FIELD);
        TopDocs hits = newSearcher(reader).search(query(vectors[5], 10, null, null), 10);
        assertEquals(10, hits.scoreDocs.length);
        assertValid(hits, exact(reader, vectors[5]));
        assertEquals(1, recall(hits, exact(reader, vectors[5]), 1), 0);
      }
    }
  }
}
