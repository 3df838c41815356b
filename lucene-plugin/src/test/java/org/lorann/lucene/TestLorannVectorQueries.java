// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SeededKnnVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.NamedThreadFactory;

/** Queries under which the segments of an index know of each other. */
public class TestLorannVectorQueries extends LorannTestCase {

  private static final VectorSimilarityFunction EUCLIDEAN = VectorSimilarityFunction.EUCLIDEAN;
  private static final int SEGMENTS = 10;
  private static final int VECTORS = 6_000;
  private static final int QUERIES = 40;
  private static final int DIMENSION = 24;

  private static LorannParameters parameters() {
    return smallClusters().targetRecall(0.95).seed(random().nextLong()).build();
  }

  /** An index of several segments, and vectors that are not in it. */
  private static final class Fixture implements AutoCloseable {
    final float[][] vectors;
    final Directory directory = newDirectory();
    final DirectoryReader reader;

    Fixture(VectorSimilarityFunction similarity, float[][] vectors, int... ends)
        throws IOException {
      this.vectors = vectors;
      try (IndexWriter writer = new IndexWriter(directory, plainConfig(parameters()))) {
        int from = 0;
        for (int end : ends) {
          add(writer, vectors, from, end, similarity);
          writer.flush();
          from = end;
        }
      }
      reader = DirectoryReader.open(directory);
      assertEquals(ends.length, reader.leaves().size());
      assertHasClusters(reader, FIELD);
    }

    float[] target(int i) {
      return vectors[vectors.length - QUERIES + i];
    }

    @Override
    public void close() throws IOException {
      reader.close();
      directory.close();
    }
  }

  private static int[] equalSegments() {
    int[] ends = new int[SEGMENTS];
    Arrays.setAll(ends, i -> (i + 1) * VECTORS / SEGMENTS);
    return ends;
  }

  private static Fixture equalSegments(VectorSimilarityFunction similarity) throws IOException {
    float[][] vectors = clustered(random(), VECTORS + QUERIES, DIMENSION, 30);
    return new Fixture(similarity, fit(vectors, similarity), equalSegments());
  }

  /** What searches have done so far: vectors estimated, and vectors scored exactly. */
  private static long[] work(IndexReader reader) throws IOException {
    long[] work = new long[2];
    for (LeafReaderContext leaf : reader.leaves()) {
      LorannSegmentInfo.Searches searches =
          LorannSegmentInfo.of(leaf.reader(), FIELD).orElseThrow().searches();
      work[0] += searches.vectorsEstimated();
      work[1] += searches.vectorsReranked() + searches.vectorsScanned();
    }
    return work;
  }

  private static double recall(Fixture fixture, int k, QueryMaker queries) throws IOException {
    IndexSearcher searcher = new IndexSearcher(fixture.reader);
    double recall = 0;
    for (int i = 0; i < QUERIES; i++) {
      TopDocs hits = searcher.search(queries.query(fixture.target(i), k), k);
      List<ScoreDoc> exact = exact(fixture.reader, fixture.target(i));
      assertValid(hits, exact);
      assertEquals(k, hits.scoreDocs.length);
      recall += recall(hits, exact, k) / QUERIES;
    }
    return recall;
  }

  private interface QueryMaker {
    Query query(float[] target, int k);
  }

  private static Query shared(float[] target, int k) {
    return new LorannFloatVectorQuery(FIELD, target, k);
  }

  private static Query plain(float[] target, int k) {
    return new KnnFloatVectorQuery(FIELD, target, k);
  }

  /** Some less is put down to the few neighbours that there are. */
  private static void assertAtLeast(String what, int k, double wanted, double recall) {
    String message = String.format(Locale.ROOT, "%s, k %d: %.3f of %.3f", what, k, recall, wanted);
    assertTrue(message, recall >= wanted - (k == 1 ? 0.12 : 0.05));
  }

  public void testReachesTheRecall() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      try (Fixture fixture = equalSegments(similarity)) {
        for (int k : new int[] {1, 10, 100}) {
          double recall = recall(fixture, k, TestLorannVectorQueries::shared);
          assertAtLeast("" + similarity, k, 0.95, recall);
        }
      }
    }
  }

  /** Of vectors without groups, as a few clusters are enough to find a group. */
  public void testReachesTheRecallWithLessWork() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = fit(clustered(random(), VECTORS + QUERIES, 12, 1), similarity);
    try (Fixture fixture = new Fixture(similarity, vectors, equalSegments())) {
      long[] start = work(fixture.reader);
      double plain = recall(fixture, 10, TestLorannVectorQueries::plain);
      long[] middle = work(fixture.reader);
      double shared = recall(fixture, 10, TestLorannVectorQueries::shared);
      long[] end = work(fixture.reader);
      assertAtLeast(similarity + ", plain", 10, 0.95, plain);
      assertAtLeast(similarity + ", shared", 10, 0.95, shared);
      assertLess(similarity + ", estimated", 0.98, middle[0] - start[0], end[0] - middle[0]);
      assertLess(similarity + ", scored", 0.9, middle[1] - start[1], end[1] - middle[1]);
    }
  }

  private static void assertLess(String what, double factor, long plain, long shared) {
    assertTrue(what + ": " + shared + " instead of " + plain, shared <= factor * plain);
  }

  public void testOneSegmentIsSearchedAsByLucene() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = clustered(random(), 1_500 + QUERIES, DIMENSION, 10);
    try (Fixture fixture = new Fixture(similarity, fit(vectors, similarity), 1_500)) {
      for (int i = 0; i < QUERIES; i++) {
        int k = random().nextInt(1, 50);
        IndexSearcher searcher = new IndexSearcher(fixture.reader);
        TopDocs expected = searcher.search(plain(fixture.target(i), k), k);
        TopDocs hits = searcher.search(shared(fixture.target(i), k), k);
        assertEquals(k, hits.scoreDocs.length);
        for (int j = 0; j < k; j++) {
          assertEquals(expected.scoreDocs[j].doc, hits.scoreDocs[j].doc);
        }
      }
    }
  }

  /** As in an index that grew over time while its subject changed. */
  public void testSegmentsOfDifferentDistributions() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      float[][] vectors = fit(clustered(random(), VECTORS + QUERIES, DIMENSION, 30), similarity);
      float[] direction = gaussian(random(), DIMENSION, 1);
      Comparator<float[]> byTime = Comparator.comparingDouble(vector -> dot(direction, vector));
      Arrays.sort(vectors, 0, VECTORS, random().nextBoolean() ? byTime : byTime.reversed());
      try (Fixture fixture = new Fixture(similarity, vectors, equalSegments())) {
        for (int k : new int[] {1, 10, 100}) {
          double recall = recall(fixture, k, TestLorannVectorQueries::shared);
          assertAtLeast("sorted, " + similarity, k, 0.95, recall);
        }
      }
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Groups far from each other, each in a segment of its own, whose estimates differ in scale. */
  public void testNeighboursInOneSegment() throws IOException {
    float[][] vectors = new float[VECTORS + QUERIES][];
    int size = VECTORS / SEGMENTS;
    for (int i = 0; i < SEGMENTS; i++) {
      float[][] group = clustered(random(), size + QUERIES / SEGMENTS, DIMENSION, 5);
      float width = (float) Math.pow(2, random().nextInt(-3, 4));
      for (float[] vector : group) {
        for (int j = 0; j < DIMENSION; j++) {
          vector[j] *= width;
        }
        vector[i] += 100;
      }
      System.arraycopy(group, 0, vectors, i * size, size);
      int queries = QUERIES / SEGMENTS;
      System.arraycopy(group, size, vectors, VECTORS + i * queries, queries);
    }
    try (Fixture fixture = new Fixture(EUCLIDEAN, vectors, equalSegments())) {
      for (int k : new int[] {1, 10, 100}) {
        assertAtLeast("shared", k, 0.95, recall(fixture, k, TestLorannVectorQueries::shared));
      }
    }
  }

  public void testOneLargeAndManySmallSegments() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = fit(clustered(random(), VECTORS + QUERIES, DIMENSION, 30), similarity);
    int[] ends = new int[20];
    int large = random().nextInt(ends.length);
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (i == 0 ? 0 : ends[i - 1]) + (i == large ? VECTORS - 19 * 40 : 40);
    }
    try (Fixture fixture = new Fixture(similarity, vectors, ends)) {
      for (int k : new int[] {1, 10, 100}) {
        double recall = recall(fixture, k, TestLorannVectorQueries::shared);
        assertAtLeast("large " + large + ", " + similarity, k, 0.95, recall);
      }
    }
  }

  public void testSegmentsSearchedAtTheSameTime() throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(4, new NamedThreadFactory("segments"));
    try (Fixture fixture = equalSegments(randomSimilarity(random()))) {
      IndexSearcher searcher =
          new IndexSearcher(fixture.reader, threads) {
            @Override
            protected LeafSlice[] slices(List<LeafReaderContext> leaves) {
              return slices(leaves, 1, 1, false);
            }
          };
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        TopDocs hits = searcher.search(shared(fixture.target(i), 10), 10);
        List<ScoreDoc> exact = exact(fixture.reader, fixture.target(i));
        assertValid(hits, exact);
        assertEquals(10, hits.scoreDocs.length);
        recall += recall(hits, exact, 10) / QUERIES;
      }
      assertAtLeast("threads", 10, 0.95, recall);
    } finally {
      TestUtil.shutdownExecutorService(threads);
    }
  }

  /** Fails if Lucene falls back to a scan of a segment, as it does if that returns too little. */
  private static final class NeverExact extends LorannFloatVectorQuery {
    NeverExact(float[] target, int k, Query filter) {
      super(FIELD, target, k, filter);
    }

    @Override
    protected TopDocs exactSearch(
        LeafReaderContext context, DocIdSetIterator accepted, QueryTimeout timeout) {
      throw new AssertionError("exact search of segment " + context.ord);
    }
  }

  public void testFiltersDoNotFallBackToAScan() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    int segments = random().nextInt(2, SEGMENTS + 1);
    float[][] vectors = fit(clustered(random(), VECTORS + QUERIES, DIMENSION, 30), similarity);
    int[] ends = new int[segments];
    Arrays.setAll(ends, i -> (i + 1) * VECTORS / segments);
    try (Fixture fixture = new Fixture(similarity, vectors, ends)) {
      IndexSearcher searcher = new IndexSearcher(fixture.reader);
      for (int k : new int[] {1, 10, 60}) {
        double recall = 0;
        for (int i = 0; i < QUERIES; i++) {
          // Some of each segment, more than Lucene asks it for.
          int step = random().nextInt(1, 4);
          List<Integer> ids = new ArrayList<>();
          for (int id = random().nextInt(step); id < VECTORS; id += step) {
            ids.add(id);
          }
          Query filter = IntPoint.newSetQuery(ID, ids);
          TopDocs hits = searcher.search(new NeverExact(fixture.target(i), k, filter), k);
          int first = ids.get(0);
          List<ScoreDoc> exact = exact(fixture.reader, fixture.target(i), id -> id % step == first);
          assertValid(hits, exact);
          assertEquals(k, hits.scoreDocs.length);
          recall += recall(hits, exact, k) / QUERIES;
        }
        assertAtLeast(segments + " segments", k, 0.95, recall);
      }
    }
  }

  public void testDeletesAndSegmentsWithoutTheField() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = fit(clustered(random(), VECTORS + QUERIES, DIMENSION, 30), similarity);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(parameters()))) {
      for (int i = 0; i < SEGMENTS; i++) {
        if (random().nextInt(3) == 0) {
          writer.addDocument(document(-1 - i));
          writer.flush();
        }
        add(writer, vectors, i * VECTORS / SEGMENTS, (i + 1) * VECTORS / SEGMENTS, similarity);
        writer.flush();
      }
      int gone = random().nextInt(SEGMENTS) * VECTORS / SEGMENTS;
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, gone, gone + VECTORS / SEGMENTS - 1));
      for (int id = random().nextInt(5); id < VECTORS; id += random().nextInt(1, 5)) {
        writer.deleteDocuments(IntPoint.newExactQuery(ID, id));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        double recall = 0;
        for (int i = VECTORS; i < vectors.length; i++) {
          TopDocs hits = newSearcher(reader).search(shared(vectors[i], 10), 10);
          List<ScoreDoc> exact = exact(reader, vectors[i]);
          assertValid(hits, exact);
          assertEquals(10, hits.scoreDocs.length);
          recall += recall(hits, exact, 10) / QUERIES;
        }
        assertAtLeast("with deletes", 10, 0.95, recall);
      }
    }
  }

  public void testSegmentsOfOtherFormats() throws IOException {
    float[][] vectors = clustered(random(), VECTORS + QUERIES, DIMENSION, 30);
    try (Directory directory = newDirectory()) {
      for (int i = 0; i < SEGMENTS; i++) {
        boolean graph = i % 2 == random().nextInt(2);
        var config = plainConfig(parameters());
        try (IndexWriter writer =
            new IndexWriter(
                directory, graph ? config.setCodec(TestUtil.getDefaultCodec()) : config)) {
          add(writer, vectors, i * VECTORS / SEGMENTS, (i + 1) * VECTORS / SEGMENTS, EUCLIDEAN);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(SEGMENTS, reader.leaves().size());
        for (int k : new int[] {1, 10, 100}) {
          double plain = 0;
          double shared = 0;
          for (int i = VECTORS; i < vectors.length; i++) {
            List<ScoreDoc> exact = exact(reader, vectors[i]);
            TopDocs hits = new IndexSearcher(reader).search(shared(vectors[i], k), k);
            assertValid(hits, exact);
            assertEquals(k, hits.scoreDocs.length);
            shared += recall(hits, exact, k) / QUERIES;
            hits = new IndexSearcher(reader).search(plain(vectors[i], k), k);
            plain += recall(hits, exact, k) / QUERIES;
          }
          assertAtLeast("shared", k, plain, shared);
        }
      }
    }
  }

  /** In those, nothing is different. */
  public void testIndexOfGraphsIsSearchedAsByLucene() throws IOException {
    float[][] vectors = clustered(random(), 2_000 + QUERIES, DIMENSION, 30);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(
                directory, plainConfig(parameters()).setCodec(TestUtil.getDefaultCodec()))) {
      for (int i = 0; i < 4; i++) {
        add(writer, vectors, i * 500, (i + 1) * 500, EUCLIDEAN);
        writer.flush();
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int i = 2_000; i < vectors.length; i++) {
          int k = random().nextInt(1, 200);
          Query filter = IntPoint.newRangeQuery(ID, 0, random().nextInt(400, 2_000));
          TopDocs expected = searcher.search(query(vectors[i], k, filter, null), k);
          TopDocs hits =
              searcher.search(new LorannFloatVectorQuery(FIELD, vectors[i], k, filter), k);
          assertEquals(expected.scoreDocs.length, hits.scoreDocs.length);
          for (int j = 0; j < expected.scoreDocs.length; j++) {
            assertEquals(expected.scoreDocs[j].doc, hits.scoreDocs[j].doc);
          }
        }
      }
    }
  }

  public void testBytes() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    byte[][] vectors = toBytes(clustered(random(), VECTORS + QUERIES, DIMENSION, 30));
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(parameters()))) {
      for (int i = 0; i < VECTORS; i++) {
        writer.addDocument(document(i, vectors[i], similarity));
        if ((i + 1) % (VECTORS / SEGMENTS) == 0) {
          writer.flush();
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(SEGMENTS, reader.leaves().size());
        for (int k : new int[] {1, 10, 100}) {
          double recall = 0;
          for (int i = VECTORS; i < vectors.length; i++) {
            Query query = new LorannByteVectorQuery(FIELD, vectors[i], k);
            TopDocs hits = new IndexSearcher(reader).search(query, k);
            List<ScoreDoc> exact = exact(reader, vectors[i]);
            assertValid(hits, exact);
            assertEquals(k, hits.scoreDocs.length);
            recall += recall(hits, exact, k) / QUERIES;
          }
          assertAtLeast("" + similarity, k, 0.95, recall);
        }
        long[] start = work(reader);
        for (int i = VECTORS; i < vectors.length; i++) {
          new IndexSearcher(reader).search(new KnnByteVectorQuery(FIELD, vectors[i], 10), 10);
        }
        long[] middle = work(reader);
        for (int i = VECTORS; i < vectors.length; i++) {
          new IndexSearcher(reader).search(new LorannByteVectorQuery(FIELD, vectors[i], 10), 10);
        }
        assertLess("scored", 0.9, middle[1] - start[1], work(reader)[1] - middle[1]);
      }
    }
  }

  /** Probes and visit ratios are for each segment by itself. */
  public void testFixedWorkIsTheSameAsByLucene() throws IOException {
    try (Fixture fixture = equalSegments(EUCLIDEAN)) {
      IndexSearcher searcher = new IndexSearcher(fixture.reader);
      for (int i = 0; i < QUERIES; i++) {
        LorannSearchStrategy strategy =
            random().nextBoolean()
                ? LorannSearchStrategy.probes(random().nextInt(1, 10), random().nextInt(1, 50))
                : LorannSearchStrategy.visitRatio(0.01 + 0.2 * random().nextDouble(), 20);
        long[] start = work(fixture.reader);
        searcher.search(query(fixture.target(i), 10, null, strategy), 10);
        long[] middle = work(fixture.reader);
        searcher.search(
            new LorannFloatVectorQuery(FIELD, fixture.target(i), 10, null, strategy), 10);
        long[] end = work(fixture.reader);
        assertEquals(middle[0] - start[0], end[0] - middle[0]);
        assertEquals(middle[1] - start[1], end[1] - middle[1]);
      }
    }
  }

  public void testMoreWantedThanThereAre() throws IOException {
    float[][] vectors = clustered(random(), 900 + QUERIES, DIMENSION, 10);
    try (Fixture fixture = new Fixture(EUCLIDEAN, vectors, 300, 600, 900)) {
      for (int k : new int[] {899, 900, 901, 5_000}) {
        TopDocs hits = newSearcher(fixture.reader).search(shared(fixture.target(0), k), k);
        assertExact(hits, exact(fixture.reader, fixture.target(0)), k);
      }
    }
  }

  public void testTimeoutEndsSearchWithPartialHits() throws IOException {
    try (Fixture fixture = equalSegments(EUCLIDEAN)) {
      for (int i = 0; i < QUERIES; i++) {
        AtomicInteger questions = new AtomicInteger();
        int patience = random().nextInt(0, 500);
        IndexSearcher searcher = new IndexSearcher(fixture.reader);
        searcher.setTimeout(() -> questions.incrementAndGet() > patience);
        // A rewrite is where the search takes place; collecting its hits may time out once more.
        Query rewritten = searcher.rewrite(shared(fixture.target(i), 100));
        searcher.setTimeout(null);
        TopDocs hits = searcher.search(rewritten, 100);
        assertTrue("" + hits.scoreDocs.length, hits.scoreDocs.length <= patience);
        assertValid(hits, exact(fixture.reader, fixture.target(i)));
      }
    }
  }

  public void testInsideOtherQueries() throws IOException {
    try (Fixture fixture = equalSegments(EUCLIDEAN)) {
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        LorannFloatVectorQuery inner = new LorannFloatVectorQuery(FIELD, fixture.target(i), 10);
        Query seed = IntPoint.newRangeQuery(ID, 0, random().nextInt(VECTORS));
        List<ScoreDoc> exact = exact(fixture.reader, fixture.target(i));
        for (Query query :
            List.of(
                SeededKnnVectorQuery.fromFloatQuery(inner, seed),
                PatienceKnnVectorQuery.fromFloatQuery(inner))) {
          TopDocs hits = newSearcher(fixture.reader).search(query, 10);
          assertValid(hits, exact);
          assertEquals(10, hits.scoreDocs.length);
          recall += recall(hits, exact, 10) / QUERIES / 2;
        }
      }
      assertAtLeast("inside", 10, 0.95, recall);
    }
  }

  public void testEqualWhenAllValuesAre() {
    LorannSearchStrategy strategy = LorannSearchStrategy.targetRecall(0.9);
    Query filter = IntPoint.newExactQuery(ID, 1);
    List<Query> different =
        List.of(
            new LorannFloatVectorQuery("f", new float[] {1, 2}, 3),
            new LorannFloatVectorQuery("g", new float[] {1, 2}, 3),
            new LorannFloatVectorQuery("f", new float[] {1, 3}, 3),
            new LorannFloatVectorQuery("f", new float[] {1, 2}, 4),
            new LorannFloatVectorQuery("f", new float[] {1, 2}, 3, filter),
            new LorannFloatVectorQuery("f", new float[] {1, 2}, 3, null, strategy),
            new KnnFloatVectorQuery("f", new float[] {1, 2}, 3),
            new LorannByteVectorQuery("f", new byte[] {1, 2}, 3),
            new LorannByteVectorQuery("f", new byte[] {1, 2}, 3, filter),
            new LorannByteVectorQuery("f", new byte[] {1, 2}, 3, null, strategy),
            new KnnByteVectorQuery("f", new byte[] {1, 2}, 3));
    for (Query a : different) {
      for (Query b : different) {
        assertEquals(a == b, a.equals(b));
      }
    }
    Query copy = new LorannFloatVectorQuery("f", new float[] {1, 2}, 3, filter);
    assertEquals(different.get(4), copy);
    assertEquals(different.get(4).hashCode(), copy.hashCode());
    copy = new LorannByteVectorQuery("f", new byte[] {1, 2}, 3, null, strategy);
    assertEquals(different.get(9), copy);
    assertEquals(different.get(9).hashCode(), copy.hashCode());
  }
}
