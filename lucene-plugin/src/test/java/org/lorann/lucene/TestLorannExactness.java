// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;

/** Searches that leave nothing out are exact, and scores are exact in all others, too. */
public class TestLorannExactness extends LorannTestCase {

  /** A strategy, given the number of vectors. */
  private interface Strategy {
    KnnSearchStrategy of(int vectors);
  }

  public void testAllProbesAndRerank() throws IOException {
    checkExact(n -> LorannSearchStrategy.probes(Integer.MAX_VALUE, n));
  }

  public void testAllProbesAndBoundlessRerank() throws IOException {
    checkExact(n -> LorannSearchStrategy.probes(Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  public void testWholeVisitRatioAndRerank() throws IOException {
    checkExact(n -> LorannSearchStrategy.visitRatio(1, n));
  }

  private static void checkExact(Strategy strategy) throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    int n = random().nextInt(20, 700);
    float[][] vectors = fit(clustered(random(), n + 5, random().nextInt(1, 50), 10), similarity);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      add(writer, vectors, 0, n / 2, similarity);
      if (random().nextBoolean()) {
        writer.flush();
      }
      add(writer, vectors, n / 2, n, similarity);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (int i = n; i < vectors.length; i++) {
          int k = random().nextInt(1, 30);
          IndexSearcher searcher = newSearcher(reader);
          TopDocs hits = searcher.search(query(vectors[i], k, null, strategy.of(n)), k);
          assertExact(hits, exact(reader, vectors[i]), k);
        }
      }
    }
  }

  public void testFloatScoresAreLucenesWhateverIsFound() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = fit(clustered(random(), 505, 24, 10), similarity);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      add(writer, vectors, 0, 500, similarity);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertHasClusters(reader, FIELD);
        for (int i = 500; i < vectors.length; i++) {
          TopDocs hits =
              newSearcher(reader).search(query(vectors[i], 10, null, randomStrategy()), 10);
          assertEquals(10, hits.scoreDocs.length);
          assertValid(hits, exact(reader, vectors[i]));
        }
      }
    }
  }

  public void testByteScoresAreLucenesWhateverIsFound() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    byte[][] vectors = toBytes(clustered(random(), 505, 24, 10));
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      for (int i = 0; i < 500; i++) {
        writer.addDocument(document(i, vectors[i], similarity));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertHasClusters(reader, FIELD);
        for (int i = 500; i < vectors.length; i++) {
          TopDocs hits =
              newSearcher(reader).search(query(vectors[i], 10, null, randomStrategy()), 10);
          assertEquals(10, hits.scoreDocs.length);
          assertValid(hits, exact(reader, vectors[i]));
        }
      }
    }
  }

  private static KnnSearchStrategy randomStrategy() {
    return switch (random().nextInt(4)) {
      case 0 -> null;
      case 1 -> LorannSearchStrategy.targetRecall(0.01 + 0.98 * random().nextDouble());
      case 2 -> LorannSearchStrategy.probes(random().nextInt(1, 5), random().nextInt(1, 40));
      default ->
          LorannSearchStrategy.visitRatio(
              0.001 + 0.9 * random().nextDouble(), random().nextInt(1, 40));
    };
  }

  /**
   * To rerank everything is to scan everything. With a quarter of that, and vectors much larger
   * than their codes, searches go through the clusters, and estimates are good enough to tell the
   * nearest quarter from the others.
   */
  public void testAllProbesAndRerankOfAQuarter() throws IOException {
    int n = 600;
    float[][] vectors = clustered(random(), n + 10, 256, 10);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(smallClusters().build()))) {
      add(writer, vectors, 0, n, VectorSimilarityFunction.EUCLIDEAN);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        LeafReader leaf = getOnlyLeafReader(reader);
        for (int i = n; i < vectors.length; i++) {
          TopKnnCollector collector =
              new TopKnnCollector(
                  10, Integer.MAX_VALUE, LorannSearchStrategy.probes(Integer.MAX_VALUE, n / 4));
          AcceptDocs all = AcceptDocs.fromLiveDocs(null, n);
          leaf.searchNearestVectors(FIELD, vectors[i], collector, all);
          assertEquals(n / 4, collector.visitedCount());
          assertExact(collector.topDocs(), exact(reader, vectors[i]), 10);
        }
      }
    }
  }

  public void testMoreProbesFindMore() throws IOException {
    int n = 600;
    float[][] vectors = clustered(random(), n + 20, 24, 10);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(smallClusters().build()))) {
      add(writer, vectors, 0, n, VectorSimilarityFunction.EUCLIDEAN);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        double one = 0;
        double many = 0;
        for (int i = n; i < vectors.length; i++) {
          List<ScoreDoc> exact = exact(reader, vectors[i]);
          one += recall(search(reader, vectors[i], 1), exact, 10);
          many += recall(search(reader, vectors[i], 20), exact, 10);
        }
        assertTrue(one + " and " + many, one < many);
      }
    }
  }

  private static TopDocs search(IndexReader reader, float[] target, int probes) throws IOException {
    return new IndexSearcher(reader)
        .search(query(target, 10, null, LorannSearchStrategy.probes(probes, 100)), 10);
  }
}
