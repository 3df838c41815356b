// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.VectorUtil;
import org.lorann.lucene.internal.RandomData;

/** Deleted documents and filters. */
public class TestLorannFilters extends LorannTestCase {

  private static final int VECTORS = 1_500;

  /** The first so many vectors stand for a category each. */
  private static final int CATEGORIES = 60;

  private static Query filter(BitSet ids) {
    return IntPoint.newSetQuery(ID, ids.stream().toArray());
  }

  private static BitSet randomIds(double share) {
    BitSet ids = new BitSet();
    for (int i = 0; i < VECTORS; i++) {
      if (random().nextDouble() < share) {
        ids.set(i);
      }
    }
    return ids;
  }

  /** The documents that come first in the order of one coordinate, hence of few clusters. */
  private static BitSet correlatedIds(float[][] vectors, double share) {
    int axis = random().nextInt(vectors[0].length);
    BitSet ids = new BitSet();
    IntStream.range(0, VECTORS)
        .boxed()
        .sorted((a, b) -> Float.compare(vectors[a][axis], vectors[b][axis]))
        .limit((long) Math.ceil(share * VECTORS))
        .forEach(ids::set);
    return ids;
  }

  public void testFilteredHitsAreAcceptedAndComplete() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = fit(clustered(random(), VECTORS + 3, 24, 20), similarity);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      int half = VECTORS / 2;
      add(writer, vectors, 0, half, similarity);
      if (random().nextBoolean()) {
        writer.flush();
      }
      add(writer, vectors, half, VECTORS, similarity);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (double share : new double[] {1, 0.5, 0.2, 0.05, 0.01, 0.001}) {
          for (int i = VECTORS; i < vectors.length; i++) {
            BitSet ids = random().nextBoolean() ? randomIds(share) : correlatedIds(vectors, share);
            checkFiltered(reader, vectors[i], ids);
          }
        }
      }
    }
  }

  private static void checkFiltered(IndexReader reader, float[] target, BitSet ids)
      throws IOException {
    int k = random().nextInt(1, 40);
    TopDocs hits = newSearcher(reader).search(query(target, k, filter(ids), null), k);
    List<ScoreDoc> exact = exact(reader, target, ids::get);
    assertValid(hits, exact);
    assertEquals(Math.min(k, exact.size()), hits.scoreDocs.length);
  }

  public void testRecallWithFilters() throws IOException {
    float[][] vectors = clustered(random(), VECTORS + 30, 24, 20);
    LorannParameters parameters = smallClusters().targetRecall(0.95).build();
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(parameters))) {
      add(writer, vectors, 0, VECTORS, VectorSimilarityFunction.EUCLIDEAN);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (double share : new double[] {1, 0.5, 0.2, 0.05}) {
          checkRecall(reader, vectors, randomIds(share), "random " + share, 0.9);
          // Searches stop where neighbours usually end, and these begin farther out.
          checkRecall(reader, vectors, correlatedIds(vectors, share), "correlated " + share, 0.7);
        }
      }
    }
  }

  /** What a filter for what is unlike the query accepts: the best of it is anywhere. */
  private static BitSet farIds(float[][] vectors, int count, float[] target, double share) {
    int[] categories = new int[count];
    for (int i = 0; i < count; i++) {
      categories[i] = nearest(vectors, CATEGORIES, vectors[i]);
    }
    int[] order =
        IntStream.range(0, CATEGORIES)
            .boxed()
            .sorted(
                (a, b) -> Float.compare(distance(target, vectors[b]), distance(target, vectors[a])))
            .mapToInt(Integer::intValue)
            .toArray();
    BitSet ids = new BitSet();
    for (int i = 0; i < CATEGORIES && ids.cardinality() < share * count; i++) {
      int category = order[i];
      IntStream.range(0, count).filter(id -> categories[id] == category).forEach(ids::set);
    }
    return ids;
  }

  private static int nearest(float[][] vectors, int count, float[] vector) {
    int nearest = 0;
    for (int i = 1; i < count; i++) {
      if (distance(vectors[i], vector) < distance(vectors[nearest], vector)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static float distance(float[] a, float[] b) {
    return VectorUtil.squareDistance(a, b);
  }

  public void testRecallWithFiltersFarFromTheQuery() throws IOException {
    int count = 6_000;
    int queries = 25;
    float[][] vectors = new float[count + queries][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = RandomData.gaussian(random(), 24);
    }
    LorannParameters parameters = smallClusters().targetRecall(0.9).build();
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(parameters))) {
      add(writer, vectors, 0, count, VectorSimilarityFunction.EUCLIDEAN);
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (double share : new double[] {0.5, 0.2, 0.1}) {
          double sum = 0;
          for (int i = count; i < vectors.length; i++) {
            BitSet ids = farIds(vectors, count, vectors[i], share);
            TopDocs hits =
                new IndexSearcher(reader).search(query(vectors[i], 10, filter(ids), null), 10);
            assertValid(hits, exact(reader, vectors[i], ids::get));
            sum += recall(hits, exact(reader, vectors[i], ids::get), 10);
          }
          assertTrue(share + ": " + sum / queries, sum / queries >= 0.85);
        }
      }
    }
  }

  private static void checkRecall(
      IndexReader reader, float[][] vectors, BitSet ids, String name, double least)
      throws IOException {
    double sum = 0;
    for (int i = VECTORS; i < vectors.length; i++) {
      TopDocs hits = new IndexSearcher(reader).search(query(vectors[i], 10, filter(ids), null), 10);
      sum += recall(hits, exact(reader, vectors[i], ids::get), 10);
    }
    double recall = sum / (vectors.length - VECTORS);
    assertTrue(name + ": " + recall, recall >= least);
  }

  public void testDeletedDocumentsAreNeitherFoundNorMissed() throws IOException {
    float[][] vectors = clustered(random(), VECTORS + 5, 16, 20);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      add(writer, vectors, 0, VECTORS, VectorSimilarityFunction.EUCLIDEAN);
      writer.flush();
      BitSet deleted = randomIds(random().nextDouble());
      deleted.clear(0);
      writer.deleteDocuments(filter(deleted));
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(1, reader.leaves().size());
        for (int i = VECTORS; i < vectors.length; i++) {
          int k = random().nextInt(1, 50);
          TopDocs hits = newSearcher(reader).search(query(vectors[i], k), k);
          assertValid(hits, exact(reader, vectors[i]));
          assertEquals(Math.min(k, reader.numDocs()), hits.scoreDocs.length);
        }
      }
    }
  }

  public void testFewerLiveDocumentsThanWantedInLargeSegment() throws IOException {
    checkFewLive(VECTORS / 5, 500, null);
    checkFewLive(30, 50, null);
    checkFewLive(1, 2, null);
  }

  public void testFewerLiveDocumentsThanWantedWithStrategy() throws IOException {
    checkFewLive(30, 50, LorannSearchStrategy.probes(1, 1));
    checkFewLive(30, 50, LorannSearchStrategy.probes(Integer.MAX_VALUE, 1));
    checkFewLive(30, 50, LorannSearchStrategy.visitRatio(0.01, 1));
  }

  private static void checkFewLive(int live, int k, LorannSearchStrategy strategy)
      throws IOException {
    float[][] vectors = clustered(random(), VECTORS, 8, 5);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(smallClusters().build()))) {
      add(writer, vectors, 0, VECTORS, VectorSimilarityFunction.EUCLIDEAN);
      writer.flush();
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, live, VECTORS));
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        TopDocs hits = newSearcher(reader).search(query(vectors[0], k, null, strategy), k);
        assertExact(hits, exact(reader, vectors[0]), k);
        assertEquals(live, hits.scoreDocs.length);
      }
    }
  }

  public void testAllDocumentsDeleted() throws IOException {
    float[][] vectors = clustered(random(), 200, 8, 5);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(smallClusters().build()))) {
      // One document without a vector keeps the segment.
      writer.addDocument(document(200));
      add(writer, vectors, 0, 200, VectorSimilarityFunction.EUCLIDEAN);
      writer.flush();
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, 0, 199));
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(1, reader.leaves().size());
        assertEquals(0, newSearcher(reader).search(query(vectors[0], 10), 10).scoreDocs.length);
      }
    }
  }
}
