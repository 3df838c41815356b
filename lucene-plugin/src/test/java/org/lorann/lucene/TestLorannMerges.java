// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.InfoStream;

/** Merges that go on from the clusters of their largest segment. */
public class TestLorannMerges extends LorannTestCase {

  private static final KnnSearchStrategy ALL =
      LorannSearchStrategy.probes(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** For which recall is compared. */
  private static final int[] PROBES = {4, 8, 16};

  /** Keeps what builds say. */
  private static final class Messages extends InfoStream {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void message(String component, String message) {
      messages.add(message);
    }

    @Override
    public boolean isEnabled(String component) {
      return component.equals("LORANN");
    }

    @Override
    public void close() {}

    int count(String text) {
      return (int) messages.stream().filter(message -> message.contains(text)).count();
    }
  }

  private final Messages messages = new Messages();

  private IndexWriterConfig config(LorannParameters parameters) {
    return plainConfig(parameters)
        .setMergePolicy(new TieredMergePolicy())
        .setMergeScheduler(new SerialMergeScheduler())
        .setInfoStream(messages);
  }

  private static void forceMerge(IndexWriter writer) throws IOException {
    writer.flush();
    writer.forceMerge(1);
    writer.commit();
  }

  public void testDeletesOnly() throws IOException {
    float[][] vectors = clustered(random(), 1_000, 24, 10);
    VectorSimilarityFunction similarity = randomSimilarity(random());
    fit(vectors, similarity);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, config(smallClusters().build()))) {
      add(writer, vectors, 0, 1_000, similarity);
      writer.flush();
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, 0, random().nextInt(300)));
      forceMerge(writer);
      assertEquals(messages.messages + "", 1, messages.count(" 0 encoded, "));
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(0, reader.numDeletedDocs());
        assertHasClusters(reader, FIELD);
        checkComplete(reader, vectors[999]);
      }
    }
  }

  private static void checkComplete(IndexReader reader, float[] target) throws IOException {
    TopDocs hits = new IndexSearcher(reader).search(query(target, 20, null, ALL), 20);
    assertExact(hits, exact(reader, target), 20);
  }

  public void testOtherParametersBuildAnew() throws IOException {
    float[][] vectors = clustered(random(), 600, 24, 10);
    LorannParameters before = smallClusters().build();
    List<LorannParameters> others =
        List.of(
            smallClusters().vectorsPerCluster(17).build(),
            smallClusters().rank(5).build(),
            smallClusters().codeBits(8).build(),
            smallClusters().projectedDimensions(20).build());
    for (LorannParameters after : others) {
      messages.messages.clear();
      try (Directory directory = newDirectory()) {
        try (IndexWriter writer = new IndexWriter(directory, config(before))) {
          add(writer, vectors, 0, 580, VectorSimilarityFunction.EUCLIDEAN);
        }
        try (IndexWriter writer = new IndexWriter(directory, config(after))) {
          add(writer, vectors, 580, 600, VectorSimilarityFunction.EUCLIDEAN);
          forceMerge(writer);
        }
        assertEquals(messages.messages + "", 0, messages.count(": kept of a segment"));
      }
    }
  }

  /** Generations of one index, whatever it is: nothing is lost, and all scores are exact. */
  public void testRandomGenerations() throws IOException {
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] vectors = fit(clustered(random(), 2_000, random().nextInt(4, 40), 10), similarity);
    byte[][] bytes = random().nextBoolean() ? toBytes(vectors) : null;
    boolean sorted = random().nextBoolean();
    boolean sparse = random().nextBoolean();
    IndexWriterConfig config = config(randomSmallClusters(random()));
    if (sorted) {
      config.setIndexSort(new Sort(new SortField("order", SortField.Type.INT)));
    }
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, config)) {
      int next = 0;
      for (int generation = 0; generation < 10; generation++) {
        int more = generation == 0 ? 500 : random().nextInt(150);
        for (int end = next + more; next < end; next++) {
          writer.addDocument(document(next, vectors, bytes, similarity, sparse));
          if (random().nextInt(100) == 0) {
            writer.flush();
          }
        }
        if (random().nextBoolean()) {
          int from = random().nextInt(next);
          writer.deleteDocuments(IntPoint.newRangeQuery(ID, from, from + random().nextInt(50)));
        }
        forceMerge(writer);
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          check(reader, vectors, bytes);
        }
      }
    }
    assertTrue(messages.messages + "", messages.count(": kept of a segment") > 0);
  }

  private static Document document(
      int id,
      float[][] vectors,
      byte[][] bytes,
      VectorSimilarityFunction similarity,
      boolean sparse) {
    Document document =
        sparse && random().nextInt(3) == 0
            ? document(id)
            : bytes == null
                ? document(id, vectors[id], similarity)
                : document(id, bytes[id], similarity);
    document.add(new NumericDocValuesField("order", random().nextInt(1_000)));
    return document;
  }

  private static void check(IndexReader reader, float[][] vectors, byte[][] bytes)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    for (int i = 0; i < 3; i++) {
      int target = random().nextInt(vectors.length);
      if (bytes == null) {
        checkComplete(reader, vectors[target]);
        assertValid(
            searcher.search(query(vectors[target], 10), 10), exact(reader, vectors[target]));
      } else {
        TopDocs hits = searcher.search(query(bytes[target], 20, null, ALL), 20);
        assertExact(hits, exact(reader, bytes[target]), 20);
      }
    }
  }

  /** Recall, and what it took. */
  private record Effort(double visited, double recall) {}

  /** Some queries of an index with one segment. */
  private static final class Measurement {
    private final LeafReader leaf;
    private final IndexSearcher searcher;
    private final float[][] queries;
    private final List<List<ScoreDoc>> exact = new ArrayList<>();

    Measurement(DirectoryReader reader, float[][] queries) throws IOException {
      this.leaf = getOnlyLeafReader(reader);
      this.searcher = new IndexSearcher(reader);
      this.queries = queries;
      for (float[] target : queries) {
        exact.add(exact(reader, target));
      }
    }

    private long visited() throws IOException {
      return LorannSegmentInfo.of(leaf, FIELD).get().searches().vectorsEstimated();
    }

    Effort effort(int probes) throws IOException {
      long before = visited();
      double recall = 0;
      for (int i = 0; i < queries.length; i++) {
        KnnSearchStrategy strategy = LorannSearchStrategy.probes(probes, 100);
        TopDocs hits = searcher.search(query(queries[i], 10, null, strategy), 10);
        recall += recall(hits, exact.get(i), 10) / queries.length;
      }
      return new Effort((double) (visited() - before) / queries.length, recall);
    }

    /** The recall between two numbers of probes. */
    double recallAt(double visited) throws IOException {
      Effort less = new Effort(0, 0);
      for (int probes = 1; ; probes++) {
        Effort more = effort(probes);
        if (more.visited >= visited || more.visited <= less.visited) {
          double weight = (visited - less.visited) / (more.visited - less.visited);
          return less.recall + Math.min(1, weight) * (more.recall - less.recall);
        }
        less = more;
      }
    }
  }

  /** Twenty generations in which clusters come up and die out. */
  public void testRecallStaysThatOfAColdBuild() throws IOException {
    int size = 2_000;
    int change = 100;
    int generations = 20;
    VectorSimilarityFunction similarity = randomSimilarity(random());
    float[][] centres = clustered(random(), 60, 24, 6);
    float[][] vectors = new float[size + generations * change][];
    for (int i = 0; i < vectors.length; i++) {
      // A window over the centres that moves by half of them.
      int centre = random().nextInt(30) + 30 * i / vectors.length;
      vectors[i] = gaussian(random(), 24, 0.5f);
      for (int j = 0; j < 24; j++) {
        vectors[i][j] += centres[centre][j];
      }
    }
    fit(vectors, similarity);
    LorannParameters parameters =
        LorannParameters.builder()
            .exactSearchThreshold(0)
            .vectorsPerCluster(32)
            .seed(random().nextLong())
            .build();
    int first = generations * change;
    try (Directory warm = newDirectory();
        Directory cold = newDirectory()) {
      try (IndexWriter writer = new IndexWriter(warm, config(parameters))) {
        add(writer, vectors, 0, size, similarity);
        for (int i = 0; i < generations; i++) {
          add(writer, vectors, size + i * change, size + (i + 1) * change, similarity);
          writer.deleteDocuments(IntPoint.newRangeQuery(ID, 0, (i + 1) * change - 1));
          forceMerge(writer);
        }
      }
      assertTrue(messages.messages + "", messages.count(": kept of a segment") > generations / 2);
      try (IndexWriter writer = new IndexWriter(cold, config(parameters))) {
        add(writer, vectors, first, vectors.length, similarity);
      }
      float[][] queries = new float[200][];
      for (int i = 0; i < queries.length; i++) {
        queries[i] = vectors[random().nextInt(first, vectors.length)];
      }
      try (DirectoryReader warmReader = DirectoryReader.open(warm);
          DirectoryReader coldReader = DirectoryReader.open(cold)) {
        Measurement ofWarm = new Measurement(warmReader, queries);
        Measurement ofCold = new Measurement(coldReader, queries);
        // Two cold builds of so few vectors differ by hundredths with few probes, depending on the
        // seed.
        double lost = 0;
        for (int probes : PROBES) {
          Effort effort = ofWarm.effort(probes);
          lost += (ofCold.recallAt(effort.visited) - effort.recall) / PROBES.length;
        }
        assertTrue("recall has fallen by " + lost, lost < 0.03);
      }
    }
  }
}
