// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import com.carrotsearch.randomizedtesting.annotations.Timeout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;

/**
 * The vectors, indexes and exact answers that the tests of this package share. A test that hangs is
 * ended, long before Lucene's limit for a whole class.
 */
@Timeout(millis = 300_000)
abstract class LorannTestCase extends LuceneTestCase {

  /** The vector field of all documents made here. */
  static final String FIELD = "vector";

  /** The number of a document, as a point and as a doc value. */
  static final String ID = "id";

  /** Parameters that give indexes of a few dozen vectors several clusters. */
  static LorannParameters.Builder smallClusters() {
    return LorannParameters.builder().exactSearchThreshold(0).vectorsPerCluster(16);
  }

  /** Parameters of small clusters, otherwise random. */
  static LorannParameters randomSmallClusters(Random random) {
    double targetRecall = random.nextBoolean() ? 0.95 : 0.5 + 0.49 * random.nextDouble();
    return randomSmallClusters(random, targetRecall);
  }

  static LorannParameters randomSmallClusters(Random random, double targetRecall) {
    return LorannParameters.builder()
        .exactSearchThreshold(0)
        .vectorsPerCluster(8 + random.nextInt(25))
        .codeBits(random.nextBoolean() ? 4 : 8)
        .rank(random.nextBoolean() ? 64 : 1 + random.nextInt(24))
        .projectedDimensions(random.nextBoolean() ? 0 : 1 + random.nextInt(32))
        .targetRecall(targetRecall)
        .seed(random.nextLong())
        .build();
  }

  static VectorSimilarityFunction randomSimilarity(Random random) {
    VectorSimilarityFunction[] all = VectorSimilarityFunction.values();
    return all[random.nextInt(all.length)];
  }

  /** A configuration without any merge or flush that was not asked for. */
  static IndexWriterConfig plainConfig(LorannParameters parameters) {
    return new IndexWriterConfig()
        .setCodec(new LorannCodec(parameters))
        .setMergePolicy(NoMergePolicy.INSTANCE)
        .setRAMBufferSizeMB(256);
  }

  /** Vectors scattered around random centres, which lie around a random origin. */
  static float[][] clustered(Random random, int count, int dimension, int centres) {
    float[] origin = gaussian(random, dimension, 0.5f);
    float[][] centre = new float[centres][];
    for (int i = 0; i < centres; i++) {
      centre[i] = sum(origin, gaussian(random, dimension, 1f));
    }
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = sum(centre[random.nextInt(centres)], gaussian(random, dimension, 0.5f));
    }
    return vectors;
  }

  static float[] gaussian(Random random, int dimension, float deviation) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = deviation * (float) random.nextGaussian();
    }
    return vector;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] result = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] + b[i];
    }
    return result;
  }

  /** Makes vectors fit for a similarity: dot products are for vectors of unit length. */
  static float[][] fit(float[][] vectors, VectorSimilarityFunction similarity) {
    if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
      for (float[] vector : vectors) {
        VectorUtil.l2normalize(vector);
      }
    }
    return vectors;
  }

  static byte[] toBytes(float[] vector) {
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      bytes[i] = (byte) Math.clamp(Math.round(vector[i] * 25), -128, 127);
    }
    return bytes;
  }

  static byte[][] toBytes(float[][] vectors) {
    byte[][] bytes = new byte[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      bytes[i] = toBytes(vectors[i]);
    }
    return bytes;
  }

  /** A document with a number and nothing else. */
  static Document document(int id) {
    Document document = new Document();
    document.add(new IntPoint(ID, id));
    document.add(new NumericDocValuesField(ID, id));
    return document;
  }

  static Document document(int id, float[] vector, VectorSimilarityFunction similarity) {
    Document document = document(id);
    document.add(new KnnFloatVectorField(FIELD, vector, similarity));
    return document;
  }

  static Document document(int id, byte[] vector, VectorSimilarityFunction similarity) {
    Document document = document(id);
    document.add(new KnnByteVectorField(FIELD, vector, similarity));
    return document;
  }

  /** Adds documents numbered from {@code from} on. */
  static void add(
      IndexWriter writer, float[][] vectors, int from, int to, VectorSimilarityFunction similarity)
      throws IOException {
    for (int i = from; i < to; i++) {
      writer.addDocument(document(i, vectors[i], similarity));
    }
  }

  static Query query(float[] target, int k) {
    return query(target, k, null, null);
  }

  static Query query(float[] target, int k, Query filter, KnnSearchStrategy strategy) {
    return strategy == null
        ? new KnnFloatVectorQuery(FIELD, target, k, filter)
        : new KnnFloatVectorQuery(FIELD, target, k, filter, strategy);
  }

  static Query query(byte[] target, int k, Query filter, KnnSearchStrategy strategy) {
    return strategy == null
        ? new KnnByteVectorQuery(FIELD, target, k, filter)
        : new KnnByteVectorQuery(FIELD, target, k, filter, strategy);
  }

  /** All live documents with a vector, by descending score and ascending document. */
  static List<ScoreDoc> exact(IndexReader reader, float[] target) throws IOException {
    return exact(reader, target, id -> true);
  }

  /** All live documents with a vector whose number is accepted, the best first. */
  static List<ScoreDoc> exact(IndexReader reader, float[] target, IntPredicate accepted)
      throws IOException {
    List<ScoreDoc> all = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      if (leaf.reader().getFloatVectorValues(FIELD) != null) {
        score(leaf, leaf.reader().getFloatVectorValues(FIELD).scorer(target), accepted, all);
      }
    }
    return sorted(all);
  }

  static List<ScoreDoc> exact(IndexReader reader, byte[] target) throws IOException {
    List<ScoreDoc> all = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      if (leaf.reader().getByteVectorValues(FIELD) != null) {
        score(leaf, leaf.reader().getByteVectorValues(FIELD).scorer(target), id -> true, all);
      }
    }
    return sorted(all);
  }

  private static void score(
      LeafReaderContext leaf, VectorScorer scorer, IntPredicate accepted, List<ScoreDoc> all)
      throws IOException {
    if (scorer == null) {
      return;
    }
    Bits live = leaf.reader().getLiveDocs();
    NumericDocValues ids = leaf.reader().getNumericDocValues(ID);
    DocIdSetIterator docs = scorer.iterator();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if ((live == null || live.get(doc))
          && ids.advanceExact(doc)
          && accepted.test((int) ids.longValue())) {
        all.add(new ScoreDoc(leaf.docBase + doc, scorer.score()));
      }
    }
  }

  private static List<ScoreDoc> sorted(List<ScoreDoc> docs) {
    docs.sort((a, b) -> a.score == b.score ? a.doc - b.doc : Float.compare(b.score, a.score));
    return docs;
  }

  /** Lucene adds in another order when it scores several vectors at once. */
  private static float tolerance(float score) {
    return 1e-5f * Math.abs(score);
  }

  /** The share of the k best that were found, any of several with the same score being as good. */
  static double recall(TopDocs hits, List<ScoreDoc> exact, int k) {
    int wanted = Math.min(k, exact.size());
    if (wanted == 0) {
      return 1;
    }
    float worst = exact.get(wanted - 1).score;
    worst -= tolerance(worst);
    int found = 0;
    for (ScoreDoc hit : hits.scoreDocs) {
      if (hit.score >= worst) {
        found++;
      }
    }
    return (double) Math.min(found, wanted) / wanted;
  }

  /** Fails unless all hits are different, among the documents given, and scored as there. */
  static void assertValid(TopDocs hits, List<ScoreDoc> exact) {
    Map<Integer, Float> scores = new HashMap<>();
    float previous = Float.POSITIVE_INFINITY;
    for (ScoreDoc hit : hits.scoreDocs) {
      assertNull("twice: " + hit, scores.put(hit.doc, hit.score));
      assertTrue("out of order: " + hit, hit.score <= previous);
      previous = hit.score;
    }
    for (ScoreDoc doc : exact) {
      Float score = scores.remove(doc.doc);
      if (score != null) {
        assertEquals("score of " + doc, doc.score, score, tolerance(doc.score));
      }
    }
    assertTrue("not to be found: " + scores, scores.isEmpty());
  }

  /** Fails unless the hits are the k best, in any choice of several with the same score. */
  static void assertExact(TopDocs hits, List<ScoreDoc> exact, int k) {
    assertValid(hits, exact);
    assertEquals(Math.min(k, exact.size()), hits.scoreDocs.length);
    for (int i = 0; i < hits.scoreDocs.length; i++) {
      float score = exact.get(i).score;
      assertEquals("score of hit " + i, score, hits.scoreDocs[i].score, tolerance(score));
    }
  }

  /** The number of a document. */
  static int id(IndexReader reader, int doc) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      if (doc < leaf.docBase + leaf.reader().maxDoc()) {
        NumericDocValues ids = leaf.reader().getNumericDocValues(ID);
        assertTrue(ids.advanceExact(doc - leaf.docBase));
        return (int) ids.longValue();
      }
    }
    throw new AssertionError("no document " + doc);
  }

  /** The reader of our format under a segment. */
  static KnnVectorsReader vectorsReader(LeafReader leaf, String field) {
    KnnVectorsReader reader = ((CodecReader) leaf).getVectorReader();
    return reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField
        ? perField.getFieldReader(field)
        : reader;
  }

  /** Fails if the vectors of a segment are only scanned, which would make a test pointless. */
  static void assertHasClusters(IndexReader reader, String field) {
    for (LeafReaderContext leaf : reader.leaves()) {
      assertTrue(hasClusters(leaf.reader(), field));
    }
  }

  static boolean hasClusters(LeafReader leaf, String field) {
    return vectorsReader(leaf, field)
        .getOffHeapByteSize(leaf.getFieldInfos().fieldInfo(field))
        .containsKey("clivf");
  }
}
