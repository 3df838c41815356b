// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ByteVectorSimilarityQuery;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SeededKnnVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenByteKnnVectorQuery;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;

/** The queries of Lucene that search vectors. */
public class TestLorannQueries extends LorannTestCase {

  private static final VectorSimilarityFunction EUCLIDEAN = VectorSimilarityFunction.EUCLIDEAN;
  private static final int VECTORS = 1_200;
  private static final int QUERIES = 20;

  /** An index, and vectors that are not in it. */
  private static final class Fixture implements AutoCloseable {
    final float[][] vectors;
    final Directory directory = newDirectory();
    final DirectoryReader reader;

    Fixture(VectorSimilarityFunction similarity, int segments, LorannParameters parameters)
        throws IOException {
      vectors = fit(clustered(random(), VECTORS + QUERIES, 24, 20), similarity);
      try (IndexWriter writer = new IndexWriter(directory, plainConfig(parameters))) {
        for (int i = 0; i < segments; i++) {
          add(writer, vectors, i * VECTORS / segments, (i + 1) * VECTORS / segments, similarity);
          writer.flush();
        }
      }
      reader = DirectoryReader.open(directory);
      assertEquals(segments, reader.leaves().size());
      assertHasClusters(reader, FIELD);
    }

    float[] target(int i) {
      return vectors[VECTORS + i];
    }

    @Override
    public void close() throws IOException {
      reader.close();
      directory.close();
    }
  }

  public void testRadiusFindsNearlyAllAndNothingElse() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    int segments = random().nextInt(1, 4);
    try (Fixture fixture = new Fixture(similarity, segments, smallClusters().build())) {
      int found = 0;
      int wanted = 0;
      for (int i = 0; i < QUERIES; i++) {
        List<ScoreDoc> exact = exact(fixture.reader, fixture.target(i));
        float radius = exact.get(random().nextInt(5, 100)).score;
        List<ScoreDoc> within = exact.stream().filter(doc -> doc.score >= radius).toList();
        Query query = new FloatVectorSimilarityQuery(FIELD, fixture.target(i), radius);
        TopDocs hits = newSearcher(fixture.reader).search(query, VECTORS);
        assertWithin(hits, exact, radius);
        found += Math.min(hits.scoreDocs.length, within.size());
        wanted += within.size();
      }
      assertTrue(similarity + ": " + found + " of " + wanted, found >= 0.9 * wanted);
    }
  }

  private static void assertWithin(TopDocs hits, List<ScoreDoc> exact, float radius) {
    assertValid(hits, exact);
    for (ScoreDoc hit : hits.scoreDocs) {
      assertTrue(hit.score >= radius);
    }
  }

  public void testRadiusWithFilterAndDeletes() throws IOException {
    try (Fixture fixture = new Fixture(EUCLIDEAN, 2, smallClusters().build())) {
      int found = 0;
      int wanted = 0;
      for (int i = 0; i < QUERIES; i++) {
        List<ScoreDoc> exact =
            exact(fixture.reader, fixture.target(i), id -> id >= 300 && id <= 900);
        float radius = exact.get(random().nextInt(5, 50)).score;
        Query filter = IntPoint.newRangeQuery(ID, 300, 900);
        Query query = new FloatVectorSimilarityQuery(FIELD, fixture.target(i), radius, filter);
        TopDocs hits = newSearcher(fixture.reader).search(query, VECTORS);
        assertWithin(hits, exact, radius);
        found += hits.scoreDocs.length;
        wanted += (int) exact.stream().filter(doc -> doc.score >= radius).count();
      }
      assertTrue(found + " of " + wanted, found >= 0.9 * wanted);
    }
  }

  public void testRadiusThatNothingOrEverythingMeets() throws IOException {
    try (Fixture fixture = new Fixture(EUCLIDEAN, 1, smallClusters().build())) {
      IndexSearcher searcher = newSearcher(fixture.reader);
      Query nothing = new FloatVectorSimilarityQuery(FIELD, fixture.target(0), 1f);
      assertEquals(0, searcher.count(nothing));
      Query everything =
          new FloatVectorSimilarityQuery(FIELD, fixture.target(0), Float.NEGATIVE_INFINITY);
      assertEquals(VECTORS, searcher.count(everything));
    }
  }

  public void testByteRadius() throws IOException {
    byte[][] vectors = toBytes(clustered(random(), VECTORS + QUERIES, 24, 20));
    VectorSimilarityFunction similarity = randomSimilarity(random());
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(smallClusters().build()))) {
      for (int i = 0; i < VECTORS; i++) {
        writer.addDocument(document(i, vectors[i], similarity));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        int found = 0;
        int wanted = 0;
        for (int i = VECTORS; i < vectors.length; i++) {
          List<ScoreDoc> exact = exact(reader, vectors[i]);
          float radius = exact.get(random().nextInt(5, 100)).score;
          Query query = new ByteVectorSimilarityQuery(FIELD, vectors[i], radius);
          TopDocs hits = newSearcher(reader).search(query, VECTORS);
          assertWithin(hits, exact, radius);
          int within = (int) exact.stream().filter(doc -> doc.score >= radius).count();
          found += Math.min(hits.scoreDocs.length, within);
          wanted += within;
        }
        assertTrue(similarity + ": " + found + " of " + wanted, found >= 0.9 * wanted);
      }
    }
  }

  /** Parents with children of one cluster each: the hard case, as near children share parents. */
  private static void addFamilies(
      IndexWriter writer, float[][] vectors, int children, boolean bytes) throws IOException {
    for (int i = 0; i + children <= vectors.length; i += children) {
      List<Document> family = new ArrayList<>();
      for (int j = i; j < i + children; j++) {
        family.add(
            bytes
                ? document(j, toBytes(vectors[j]), EUCLIDEAN)
                : document(j, vectors[j], EUCLIDEAN));
      }
      Document parent = new Document();
      parent.add(new StringField("type", "parent", Field.Store.NO));
      family.add(parent);
      writer.addDocuments(family);
    }
  }

  /** Vectors ordered such that those of one cluster stand together. */
  private static float[][] families(int count, int children) {
    float[][] vectors = new float[count * children][];
    for (int i = 0; i < count; i++) {
      float[][] family = clustered(random(), children, 16, 1);
      System.arraycopy(family, 0, vectors, i * children, children);
    }
    return vectors;
  }

  private static BitSetProducer parents() {
    return new QueryBitSetProducer(new TermQuery(new Term("type", "parent")));
  }

  private static Set<Integer> parentsOf(IndexReader reader, TopDocs hits, int children)
      throws IOException {
    Set<Integer> parents = new HashSet<>();
    for (ScoreDoc hit : hits.scoreDocs) {
      assertTrue("two children of one parent", parents.add(id(reader, hit.doc) / children));
    }
    return parents;
  }

  public void testAsManyParentsAsWanted() throws IOException {
    int children = random().nextInt(10, 60);
    int count = random().nextInt(10, 40);
    float[][] vectors = families(count, children);
    boolean bytes = random().nextBoolean();
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      addFamilies(writer, vectors, children, bytes);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (int i = 0; i < 5; i++) {
          int k = random().nextInt(1, count + 1);
          float[] target = vectors[random().nextInt(vectors.length)];
          Query query =
              bytes
                  ? new DiversifyingChildrenByteKnnVectorQuery(
                      FIELD, toBytes(target), null, k, parents())
                  : new DiversifyingChildrenFloatKnnVectorQuery(FIELD, target, null, k, parents());
          TopDocs hits = newSearcher(reader).search(query, k);
          assertEquals(k, parentsOf(reader, hits, children).size());
        }
      }
    }
  }

  public void testFewerParentsThanWanted() throws IOException {
    int children = 100;
    float[][] vectors = families(5, children);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      addFamilies(writer, vectors, children, false);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        Query query =
            new DiversifyingChildrenFloatKnnVectorQuery(FIELD, vectors[0], null, 20, parents());
        TopDocs hits = newSearcher(reader).search(query, 20);
        assertEquals(5, parentsOf(reader, hits, children).size());
      }
    }
  }

  public void testFewerParentsThanWantedWithFilter() throws IOException {
    int children = 100;
    float[][] vectors = families(30, children);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      addFamilies(writer, vectors, children, false);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (KnnSearchStrategy strategy :
            Arrays.asList(
                KnnSearchStrategy.Hnsw.DEFAULT,
                LorannSearchStrategy.probes(1, 1),
                LorannSearchStrategy.visitRatio(0.01, 1))) {
          int parents = random().nextInt(1, 8);
          Query filter = IntPoint.newRangeQuery(ID, 0, parents * children - 1);
          Query query =
              new DiversifyingChildrenFloatKnnVectorQuery(
                  FIELD, vectors[0], filter, 20, parents(), strategy);
          TopDocs hits = newSearcher(reader).search(query, 20);
          assertEquals(parents, parentsOf(reader, hits, children).size());
        }
      }
    }
  }

  public void testBestChildOfEachParent() throws IOException {
    int children = 40;
    float[][] vectors = families(20, children);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(smallClusters().build()))) {
      addFamilies(writer, vectors, children, false);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        float[] target = vectors[random().nextInt(vectors.length)];
        LorannSearchStrategy all =
            LorannSearchStrategy.probes(Integer.MAX_VALUE, Integer.MAX_VALUE);
        Query query =
            new DiversifyingChildrenFloatKnnVectorQuery(FIELD, target, null, 20, parents(), all);
        TopDocs hits = newSearcher(reader).search(query, 20);
        assertEquals(20, parentsOf(reader, hits, children).size());
        Set<Integer> seen = new HashSet<>();
        List<ScoreDoc> best =
            new ArrayList<>(
                exact(reader, target).stream()
                    .filter(doc -> seen.add(doc.doc / (children + 1)))
                    .toList());
        assertExact(hits, best, 20);
      }
    }
  }

  public void testSeededAndPatientQueries() throws IOException {
    try (Fixture fixture =
        new Fixture(EUCLIDEAN, random().nextInt(1, 4), smallClusters().build())) {
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        KnnFloatVectorQuery inner = new KnnFloatVectorQuery(FIELD, fixture.target(i), 10);
        Query seed = IntPoint.newRangeQuery(ID, 0, random().nextInt(VECTORS));
        SeededKnnVectorQuery seeded = SeededKnnVectorQuery.fromFloatQuery(inner, seed);
        List<ScoreDoc> exact = exact(fixture.reader, fixture.target(i));
        for (Query query :
            List.of(
                seeded,
                PatienceKnnVectorQuery.fromFloatQuery(inner),
                PatienceKnnVectorQuery.fromSeededQuery(seeded))) {
          TopDocs hits = newSearcher(fixture.reader).search(query, 10);
          assertValid(hits, exact);
          assertEquals(10, hits.scoreDocs.length);
          recall += recall(hits, exact, 10) / 3;
        }
      }
      assertTrue("recall " + recall / QUERIES, recall / QUERIES >= 0.8);
    }
  }

  public void testSeededQueriesKeepTheStrategy() throws IOException {
    try (Fixture fixture = new Fixture(EUCLIDEAN, 1, smallClusters().build())) {
      LorannSearchStrategy all = LorannSearchStrategy.probes(Integer.MAX_VALUE, VECTORS);
      for (int i = 0; i < 5; i++) {
        KnnFloatVectorQuery inner =
            new KnnFloatVectorQuery(FIELD, fixture.target(i), 10, null, all);
        Query query = SeededKnnVectorQuery.fromFloatQuery(inner, MatchAllDocsQuery.INSTANCE);
        TopDocs hits = newSearcher(fixture.reader).search(query, 10);
        assertExact(hits, exact(fixture.reader, fixture.target(i)), 10);
      }
    }
  }

  public void testManySegments() throws IOException {
    LorannParameters parameters = smallClusters().targetRecall(0.95).build();
    try (Fixture fixture = new Fixture(EUCLIDEAN, 8, parameters)) {
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        TopDocs hits = newSearcher(fixture.reader).search(query(fixture.target(i), 10), 10);
        List<ScoreDoc> exact = exact(fixture.reader, fixture.target(i));
        assertValid(hits, exact);
        assertEquals(10, hits.scoreDocs.length);
        recall += recall(hits, exact, 10) / QUERIES;
      }
      assertTrue("recall " + recall, recall >= 0.85);
    }
  }

  /** All neighbours are in one segment of many, so that it has to be searched again. */
  public void testNeighboursInOneOfManySegments() throws IOException {
    float[][] far = clustered(random(), 2_000, 16, 10);
    float[][] near = clustered(random(), 200, 16, 1);
    for (float[] vector : near) {
      vector[0] += 100;
    }
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(smallClusters().build()))) {
      for (int i = 0; i < 10; i++) {
        add(writer, far, i * 200, i * 200 + 200, EUCLIDEAN);
        if (i == 5) {
          for (int j = 0; j < near.length; j++) {
            writer.addDocument(document(10_000 + j, near[j], EUCLIDEAN));
          }
        }
        writer.flush();
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(10, reader.leaves().size());
        TopDocs hits = newSearcher(reader).search(query(near[0], 150), 150);
        assertValid(hits, exact(reader, near[0]));
        assertEquals(150, hits.scoreDocs.length);
        for (ScoreDoc hit : hits.scoreDocs) {
          assertTrue(id(reader, hit.doc) >= 10_000);
        }
      }
    }
  }

  public void testVisitLimitEndsSearchWithPartialHits() throws IOException {
    try (Fixture fixture = new Fixture(EUCLIDEAN, 1, smallClusters().build())) {
      LeafReader leaf = getOnlyLeafReader(fixture.reader);
      int limit = random().nextInt(20, 200);
      TopKnnCollector collector =
          new TopKnnCollector(10, limit, LorannSearchStrategy.probes(1_000, VECTORS));
      AcceptDocs all = AcceptDocs.fromLiveDocs(null, leaf.maxDoc());
      leaf.searchNearestVectors(FIELD, fixture.target(0), collector, all);
      assertTrue(collector.earlyTerminated());
      TopDocs hits = collector.topDocs();
      assertEquals(TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO, hits.totalHits.relation());
      assertTrue("visited " + collector.visitedCount(), collector.visitedCount() <= limit + 64);
      assertEquals(10, hits.scoreDocs.length);
      assertValid(hits, exact(fixture.reader, fixture.target(0)));
    }
  }

  public void testTimeoutEndsSearchWithPartialHits() throws IOException {
    try (Fixture fixture = new Fixture(EUCLIDEAN, 1, smallClusters().build())) {
      AtomicInteger questions = new AtomicInteger();
      int patience = random().nextInt(0, 100);
      IndexSearcher searcher = new IndexSearcher(fixture.reader);
      searcher.setTimeout(() -> questions.incrementAndGet() > patience);
      LorannSearchStrategy all = LorannSearchStrategy.probes(Integer.MAX_VALUE, VECTORS);
      // A rewrite is where the search takes place; collecting its hits may time out once more.
      Query rewritten = searcher.rewrite(query(fixture.target(0), 500, null, all));
      searcher.setTimeout(null);
      TopDocs hits = searcher.search(rewritten, 500);
      assertTrue("" + hits.scoreDocs.length, hits.scoreDocs.length <= patience);
      assertValid(hits, exact(fixture.reader, fixture.target(0)));
    }
  }

  public void testMoreWantedThanThereAre() throws IOException {
    try (Fixture fixture =
        new Fixture(EUCLIDEAN, random().nextInt(1, 4), smallClusters().build())) {
      for (int k : new int[] {VECTORS - 1, VECTORS, VECTORS + 1, 10 * VECTORS}) {
        TopDocs hits = newSearcher(fixture.reader).search(query(fixture.target(0), k), k);
        assertExact(hits, exact(fixture.reader, fixture.target(0)), k);
      }
    }
  }

  public void testNearestAlone() throws IOException {
    try (Fixture fixture =
        new Fixture(EUCLIDEAN, random().nextInt(1, 4), smallClusters().build())) {
      int found = 0;
      for (int i = 0; i < QUERIES; i++) {
        // A vector of the index is its own neighbour.
        float[] target = fixture.vectors[random().nextInt(VECTORS)];
        TopDocs hits = newSearcher(fixture.reader).search(query(target, 1), 1);
        assertEquals(1, hits.scoreDocs.length);
        assertValid(hits, exact(fixture.reader, target));
        found += hits.scoreDocs[0].score == 1 ? 1 : 0;
      }
      assertTrue(found + " of " + QUERIES, found >= QUERIES - 2);
    }
  }

  public void testQueryOfWrongDimensionIsRefused() throws IOException {
    try (Fixture fixture = new Fixture(EUCLIDEAN, 1, smallClusters().build())) {
      expectThrows(
          IllegalArgumentException.class,
          () -> new IndexSearcher(fixture.reader).search(query(new float[23], 10), 10));
    }
  }

  public void testQueryOfWrongEncodingIsRefused() throws IOException {
    try (Fixture fixture = new Fixture(EUCLIDEAN, 1, smallClusters().build())) {
      AcceptDocs all = AcceptDocs.fromLiveDocs(null, VECTORS);
      TopKnnCollector collector = new TopKnnCollector(10, Integer.MAX_VALUE);
      LeafReader leaf = getOnlyLeafReader(fixture.reader);
      expectThrows(
          IllegalArgumentException.class,
          () -> vectorsReader(leaf, FIELD).search(FIELD, new byte[24], collector, all));
      expectThrows(
          IllegalArgumentException.class,
          () -> vectorsReader(leaf, FIELD).search("none", new float[24], collector, all));
    }
  }
}
