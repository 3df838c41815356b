// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import com.carrotsearch.randomizedtesting.RandomizedTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.Assert;
import org.junit.Test;
import org.lorann.opensearch.mapper.DataType;

/** Of many candidates the nearest are kept, over all segments. */
public class TestVectorQueries extends RandomizedTest {

  private static final int DIMENSION = 4;
  private static final String FIELD = "v";
  private static final KnnSearchStrategy STRATEGY = KnnSearchStrategy.Hnsw.DEFAULT;
  private static final BitSetProducer PARENTS =
      new QueryBitSetProducer(new TermQuery(new Term("type", "parent")));

  /** With all vectors as candidates, the search is exact. */
  @Test
  public void testKeepsTheNearestCandidates() throws IOException {
    for (DataType type : DataType.values()) {
      float[][] vectors = new float[between(1, 600)][];
      Arrays.setAll(vectors, i -> randomVector());
      int k = between(1, 20);
      float[] target = randomVector();
      try (Directory directory = index(vectors, type);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        VectorQueries queries = new VectorQueries(FIELD, type, target, null);
        int candidates = Math.max(k, vectors.length);
        float[] expected = scores(vectors, target);
        assertScores(
            Arrays.copyOf(expected, Math.min(k, expected.length)),
            searcher,
            queries.nearest(k, candidates, STRATEGY));
        float[] ofParents = scores(nearer(vectors, target), target);
        assertScores(
            Arrays.copyOf(ofParents, Math.min(k, ofParents.length)),
            searcher,
            queries.nearest(k, candidates, STRATEGY, PARENTS));
      }
    }
  }

  private static float[] randomVector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = between(-128, 127);
    }
    return vector;
  }

  /** Two vectors to a parent, the last one perhaps alone, in several segments. */
  private static Directory index(float[][] vectors, DataType type) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
    int ofSegment = between(10, 400);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < vectors.length; i += 2) {
        List<Document> block = new ArrayList<>();
        for (int child = i; child < Math.min(i + 2, vectors.length); child++) {
          block.add(document(field(vectors[child], type)));
        }
        block.add(document(new StringField("type", "parent", Field.Store.NO)));
        writer.addDocuments(block);
        if (i % ofSegment == 0) {
          writer.flush();
        }
      }
    }
    return directory;
  }

  private static Document document(Field field) {
    Document document = new Document();
    document.add(field);
    return document;
  }

  private static Field field(float[] vector, DataType type) {
    return switch (type) {
      case FLOAT -> new KnnFloatVectorField(FIELD, vector, VectorSimilarityFunction.EUCLIDEAN);
      case BYTE ->
          new KnnByteVectorField(FIELD, DataType.bytes(vector), VectorSimilarityFunction.EUCLIDEAN);
    };
  }

  /** Of each parent's two vectors. */
  private static float[][] nearer(float[][] vectors, float[] target) {
    float[][] nearer = new float[(vectors.length + 1) / 2][];
    for (int i = 0; i < nearer.length; i++) {
      float[] first = vectors[2 * i];
      float[] second = vectors[Math.min(2 * i + 1, vectors.length - 1)];
      nearer[i] = score(first, target) > score(second, target) ? first : second;
    }
    return nearer;
  }

  private static float score(float[] vector, float[] target) {
    return VectorSimilarityFunction.EUCLIDEAN.compare(vector, target);
  }

  /** Best first. */
  private static float[] scores(float[][] vectors, float[] target) {
    List<Float> scores = new ArrayList<>();
    for (float[] vector : vectors) {
      scores.add(-score(vector, target));
    }
    scores.sort(null);
    float[] sorted = new float[scores.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = -scores.get(i);
    }
    return sorted;
  }

  private static void assertScores(float[] expected, IndexSearcher searcher, Query query)
      throws IOException {
    ScoreDoc[] found = searcher.search(query, 1_000).scoreDocs;
    float[] scores = new float[found.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found[i].score;
    }
    Assert.assertArrayEquals(expected, scores, 1e-6f);
  }

  @Test
  public void testEqualityAndText() {
    for (DataType type : DataType.values()) {
      VectorQueries queries = new VectorQueries(FIELD, type, randomVector(), null);
      Query query = queries.nearest(3, 10, STRATEGY);
      Assert.assertEquals(query, queries.nearest(3, 10, STRATEGY));
      Assert.assertEquals(query.hashCode(), queries.nearest(3, 10, STRATEGY).hashCode());
      Assert.assertNotEquals(query, queries.nearest(4, 10, STRATEGY));
      Assert.assertNotEquals(query, queries.nearest(3, 11, STRATEGY));
      Assert.assertTrue(query.toString(), query.toString().startsWith("nearest[3]:v["));
      Query nested = queries.nearest(3, 10, STRATEGY, PARENTS);
      Assert.assertEquals(nested, queries.nearest(3, 10, STRATEGY, PARENTS));
      Assert.assertNotEquals(nested, queries.nearest(4, 10, STRATEGY, PARENTS));
      Assert.assertNotEquals(nested, query);
    }
  }
}
