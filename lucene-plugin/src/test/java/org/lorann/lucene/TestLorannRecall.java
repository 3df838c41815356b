// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Recall of searches on clustered data with the default parameters. The data do not depend on the
 * test seed, so neither does the recall: what is measured is compared with the target itself, less
 * {@link #MARGIN}, which is three standard deviations of what a thousand neighbours can tell.
 */
public class TestLorannRecall extends LorannTestCase {

  private static final double MARGIN = 0.03;
  private static final int K = 10;
  private static final int CENTRES = 40;
  private static final int QUERIES = 100;
  private static final int VECTORS = 5_000;

  /** Searched for besides the default. */
  private static final double[] TARGETS = {0.8, 0.9, 0.99};

  private static LorannParameters bits(int bits) {
    return LorannParameters.builder().codeBits(bits).build();
  }

  public void testEuclideanFourBits() throws IOException {
    checkFloats(VectorSimilarityFunction.EUCLIDEAN, 48, 4);
  }

  public void testEuclideanEightBits() throws IOException {
    checkFloats(VectorSimilarityFunction.EUCLIDEAN, 96, 8);
  }

  public void testDotProductFourBits() throws IOException {
    checkFloats(VectorSimilarityFunction.DOT_PRODUCT, 96, 4);
  }

  public void testDotProductEightBits() throws IOException {
    checkFloats(VectorSimilarityFunction.DOT_PRODUCT, 32, 8);
  }

  public void testCosineFourBits() throws IOException {
    checkFloats(VectorSimilarityFunction.COSINE, 32, 4);
  }

  public void testCosineEightBits() throws IOException {
    checkFloats(VectorSimilarityFunction.COSINE, 48, 8);
  }

  public void testMaximumInnerProductFourBits() throws IOException {
    checkFloats(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 48, 4);
  }

  public void testMaximumInnerProductEightBits() throws IOException {
    checkFloats(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 96, 8);
  }

  public void testByteEuclideanFourBits() throws IOException {
    checkBytes(VectorSimilarityFunction.EUCLIDEAN, 4);
  }

  public void testByteEuclideanEightBits() throws IOException {
    checkBytes(VectorSimilarityFunction.EUCLIDEAN, 8);
  }

  public void testByteDotProductEightBits() throws IOException {
    checkBytes(VectorSimilarityFunction.DOT_PRODUCT, 8);
  }

  public void testByteCosineFourBits() throws IOException {
    checkBytes(VectorSimilarityFunction.COSINE, 4);
  }

  public void testByteMaximumInnerProductFourBits() throws IOException {
    checkBytes(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 4);
  }

  /**
   * Vectors that lie near a plane, and queries that do not: most of what tells the neighbours of
   * one apart is outside of the projected dimensions.
   */
  public void testQueriesOffThePlane() throws IOException {
    Random random = new Random(3);
    float[][] vectors = clustered(random, VECTORS + QUERIES, 24, CENTRES);
    for (int i = 0; i < vectors.length; i++) {
      float[] outside = gaussian(random, 72, i < VECTORS ? 0.15f : 0.5f);
      vectors[i] = Arrays.copyOf(vectors[i], 96);
      System.arraycopy(outside, 0, vectors[i], 24, 72);
    }
    VectorSimilarityFunction similarity = VectorSimilarityFunction.DOT_PRODUCT;
    checkFloats(LorannParameters.DEFAULT, fit(vectors, similarity), similarity, 0.9, 0.99);
  }

  /** Adds the vectors from {@code from} to {@code to} and says how to search for the i-th query. */
  private interface Data {
    void add(IndexWriter writer, int from, int to) throws IOException;

    TopDocs search(IndexReader reader, int query, LorannSearchStrategy strategy) throws IOException;

    List<ScoreDoc> exact(IndexReader reader, int query) throws IOException;
  }

  private static void checkFloats(VectorSimilarityFunction similarity, int dimension, int bits)
      throws IOException {
    float[][] vectors =
        fit(clustered(new Random(1), VECTORS + QUERIES, dimension, CENTRES), similarity);
    checkFloats(bits(bits), vectors, similarity, TARGETS);
  }

  private static void checkFloats(
      LorannParameters parameters,
      float[][] vectors,
      VectorSimilarityFunction similarity,
      double... targets)
      throws IOException {
    check(
        parameters,
        new Data() {
          @Override
          public void add(IndexWriter writer, int from, int to) throws IOException {
            LorannTestCase.add(writer, vectors, from, to, similarity);
          }

          @Override
          public TopDocs search(IndexReader reader, int query, LorannSearchStrategy strategy)
              throws IOException {
            return new IndexSearcher(reader)
                .search(LorannTestCase.query(vectors[VECTORS + query], K, null, strategy), K);
          }

          @Override
          public List<ScoreDoc> exact(IndexReader reader, int query) throws IOException {
            return LorannTestCase.exact(reader, vectors[VECTORS + query]);
          }
        },
        targets);
  }

  private static void checkBytes(VectorSimilarityFunction similarity, int bits) throws IOException {
    byte[][] vectors = toBytes(clustered(new Random(2), VECTORS + QUERIES, 48, CENTRES));
    check(
        bits(bits),
        new Data() {
          @Override
          public void add(IndexWriter writer, int from, int to) throws IOException {
            for (int i = from; i < to; i++) {
              writer.addDocument(document(i, vectors[i], similarity));
            }
          }

          @Override
          public TopDocs search(IndexReader reader, int query, LorannSearchStrategy strategy)
              throws IOException {
            return new IndexSearcher(reader)
                .search(LorannTestCase.query(vectors[VECTORS + query], K, null, strategy), K);
          }

          @Override
          public List<ScoreDoc> exact(IndexReader reader, int query) throws IOException {
            return LorannTestCase.exact(reader, vectors[VECTORS + query]);
          }
        },
        TARGETS);
  }

  private static void check(LorannParameters parameters, Data data, double... targets)
      throws IOException {
    checkFlushed(parameters, data, targets);
    checkMerged(parameters, data, targets);
  }

  private static void checkFlushed(LorannParameters parameters, Data data, double... targets)
      throws IOException {
    try (Directory directory = FSDirectory.open(createTempDir())) {
      try (IndexWriter writer = new IndexWriter(directory, plainConfig(parameters))) {
        data.add(writer, 0, VECTORS);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(1, reader.leaves().size());
        assertHasClusters(reader, FIELD);
        checkAllTargets("flushed", reader, data, targets);
      }
    }
  }

  private static void checkMerged(LorannParameters parameters, Data data, double... targets)
      throws IOException {
    IndexWriterConfig config = plainConfig(parameters).setMergePolicy(new TieredMergePolicy());
    try (Directory directory = FSDirectory.open(createTempDir())) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int part = 0; part < 3; part++) {
          data.add(writer, part * VECTORS / 3, (part + 1) * VECTORS / 3);
          writer.flush();
        }
        writer.deleteDocuments(IntPoint.newRangeQuery(ID, 1_000, 1_499));
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(1, reader.leaves().size());
        assertEquals(reader.maxDoc(), reader.numDocs());
        assertHasClusters(reader, FIELD);
        checkAllTargets("merged", reader, data, targets);
      }
    }
  }

  private static void checkAllTargets(
      String state, IndexReader reader, Data data, double... targets) throws IOException {
    List<List<ScoreDoc>> exact = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      exact.add(data.exact(reader, i));
    }
    double byDefault = recall(reader, data, null, exact);
    assertAtLeast(state, LorannParameters.DEFAULT.targetRecall(), byDefault);
    for (double target : targets) {
      LorannSearchStrategy strategy = LorannSearchStrategy.targetRecall(target);
      assertAtLeast(state, target, recall(reader, data, strategy, exact));
    }
  }

  private static double recall(
      IndexReader reader, Data data, LorannSearchStrategy strategy, List<List<ScoreDoc>> exact)
      throws IOException {
    double sum = 0;
    for (int i = 0; i < QUERIES; i++) {
      TopDocs hits = data.search(reader, i, strategy);
      assertValid(hits, exact.get(i));
      sum += recall(hits, exact.get(i), K);
    }
    return sum / QUERIES;
  }

  private static void assertAtLeast(String state, double target, double recall) {
    assertTrue(state + ", target " + target + ": " + recall, recall >= target - MARGIN);
  }
}
