// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.index.AssertingLeafReader;

/** The ways by which vectors come into an index. What is searched afterwards is searched fully. */
public class TestLorannIndexing extends LorannTestCase {

  private static final VectorSimilarityFunction EUCLIDEAN = VectorSimilarityFunction.EUCLIDEAN;

  /** Everything is probed and scored: whatever is missing is missing from the index. */
  private static final KnnSearchStrategy ALL =
      LorannSearchStrategy.probes(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private static IndexWriterConfig mergingConfig(LorannParameters parameters) {
    return plainConfig(parameters).setMergePolicy(new TieredMergePolicy());
  }

  /** Vectors belong to the documents they were added with, and exact searches agree. */
  private static void checkContent(IndexReader reader, float[][] vectors) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      FloatVectorValues values = leaf.reader().getFloatVectorValues(FIELD);
      if (values == null) {
        continue;
      }
      for (int ordinal = 0; ordinal < values.size(); ordinal++) {
        int id = id(reader, leaf.docBase + values.ordToDoc(ordinal));
        assertArrayEquals(vectors[id], values.vectorValue(ordinal), 0f);
      }
    }
    for (int i = 0; i < 5; i++) {
      float[] target = vectors[random().nextInt(vectors.length)];
      TopDocs hits = newSearcher(reader).search(query(target, 10, null, ALL), 10);
      assertExact(hits, exact(reader, target), 10);
    }
  }

  public void testRandomSegmentsMergesAndDeletes() throws IOException {
    int n = random().nextInt(100, 800);
    float[][] vectors = clustered(random(), n, random().nextInt(1, 40), 8);
    IndexWriterConfig config =
        newIndexWriterConfig().setCodec(new LorannCodec(randomSmallClusters(random())));
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < n; i++) {
        writer.addDocument(document(i, vectors[i], EUCLIDEAN));
        if (random().nextInt(20) == 0) {
          writer.deleteDocuments(IntPoint.newExactQuery(ID, random().nextInt(i + 1)));
        }
        if (random().nextInt(60) == 0) {
          writer.flush();
        }
      }
      if (random().nextBoolean()) {
        writer.forceMerge(random().nextInt(1, 4));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        checkContent(reader, vectors);
      }
    }
  }

  public void testIndexSorting() throws IOException {
    float[][] vectors = clustered(random(), 500, 16, 8);
    IndexWriterConfig config =
        mergingConfig(randomSmallClusters(random()))
            .setIndexSort(new Sort(new SortField("order", SortField.Type.INT)));
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < vectors.length; i++) {
        Document document =
            random().nextInt(4) == 0 ? document(i) : document(i, vectors[i], EUCLIDEAN);
        document.add(new NumericDocValuesField("order", random().nextInt(1_000)));
        writer.addDocument(document);
        if (i == 200) {
          writer.flush();
        }
      }
      if (random().nextBoolean()) {
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        checkContent(reader, vectors);
      }
    }
  }

  public void testDocumentsWithoutVectors() throws IOException {
    float[][] vectors = clustered(random(), 600, 16, 8);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, mergingConfig(randomSmallClusters(random())))) {
      int rare = random().nextInt(2, 20);
      for (int i = 0; i < vectors.length; i++) {
        boolean has = i > 400 || random().nextInt(rare) == 0;
        writer.addDocument(has ? document(i, vectors[i], EUCLIDEAN) : document(i));
        if (i % 200 == 199) {
          writer.flush();
        }
      }
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, 100, 250));
      if (random().nextBoolean()) {
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        checkContent(reader, vectors);
      }
    }
  }

  public void testManyFieldsInOneIndex() throws IOException {
    VectorSimilarityFunction[] similarities = VectorSimilarityFunction.values();
    int n = 300;
    List<float[][]> fields = new ArrayList<>();
    for (int f = 0; f < 8; f++) {
      fields.add(fit(clustered(random(), n, random().nextInt(1, 60), 5), similarities[f % 4]));
    }
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, mergingConfig(randomSmallClusters(random())))) {
      for (int i = 0; i < n; i++) {
        Document document = document(i);
        for (int f = 0; f < 8; f++) {
          float[] vector = fields.get(f)[i];
          if (f < 4) {
            document.add(new KnnFloatVectorField("f" + f, vector, similarities[f]));
          } else {
            document.add(new KnnByteVectorField("f" + f, nonZero(vector), similarities[f % 4]));
          }
        }
        writer.addDocument(document);
        if (i == 100) {
          writer.flush();
        }
      }
      if (random().nextBoolean()) {
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (int f = 0; f < 8; f++) {
          assertHasClusters(reader, "f" + f);
          checkField(reader, f, fields.get(f), similarities[f % 4]);
        }
      }
    }
  }

  /** The best score is that of the best vector, by the plain definition of the similarity. */
  private static void checkField(
      IndexReader reader, int field, float[][] vectors, VectorSimilarityFunction similarity)
      throws IOException {
    float[] target = vectors[random().nextInt(vectors.length)];
    byte[] bytes = nonZero(target);
    float best = 0;
    for (float[] vector : vectors) {
      best =
          Math.max(
              best,
              field < 4
                  ? similarity.compare(target, vector)
                  : similarity.compare(bytes, nonZero(vector)));
    }
    TopDocs hits =
        newSearcher(reader)
            .search(
                field < 4
                    ? new KnnFloatVectorQuery("f" + field, target, 7, null, ALL)
                    : new KnnByteVectorQuery("f" + field, bytes, 7, null, ALL),
                7);
    assertEquals(7, hits.scoreDocs.length);
    assertEquals(best, hits.scoreDocs[0].score, 1e-5f * best);
  }

  /** The cosine of a zero vector is not defined. */
  private static byte[] nonZero(float[] vector) {
    byte[] bytes = toBytes(vector);
    bytes[0] = bytes[0] == 0 ? 1 : bytes[0];
    return bytes;
  }

  public void testAddIndexesFromDirectories() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    try (Directory first = newDirectory();
        Directory second = newDirectory();
        Directory target = newDirectory()) {
      write(first, randomCodec(), vectors, 0, 150);
      write(second, randomCodec(), vectors, 150, 300);
      try (IndexWriter writer =
          new IndexWriter(target, mergingConfig(randomSmallClusters(random())))) {
        add(writer, vectors, 300, 400, EUCLIDEAN);
        writer.addIndexes(first, second);
        checkHasAll(writer, vectors);
        writer.forceMerge(1);
        checkHasAll(writer, vectors);
      }
    }
  }

  public void testAddIndexesFromReaders() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    try (Directory source = newDirectory();
        Directory target = newDirectory()) {
      write(source, randomCodec(), vectors, 0, 300);
      try (IndexWriter writer =
              new IndexWriter(target, mergingConfig(randomSmallClusters(random())));
          DirectoryReader reader = DirectoryReader.open(source)) {
        add(writer, vectors, 300, 400, EUCLIDEAN);
        List<CodecReader> readers = new ArrayList<>();
        for (LeafReaderContext leaf : reader.leaves()) {
          LeafReader wrapped =
              random().nextBoolean() ? new AssertingLeafReader(leaf.reader()) : leaf.reader();
          readers.add(SlowCodecReaderWrapper.wrap(wrapped));
        }
        writer.addIndexes(readers.toArray(CodecReader[]::new));
        checkHasAll(writer, vectors);
      }
    }
  }

  public void testSegmentsOfOtherFormatsAreMergedIntoOurs() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    try (Directory directory = newDirectory()) {
      write(directory, new Lucene104Codec(), vectors, 0, 200);
      write(directory, new LorannCodec(randomSmallClusters(random())), vectors, 200, 400);
      try (IndexWriter writer =
          new IndexWriter(directory, mergingConfig(randomSmallClusters(random())))) {
        checkHasAll(writer, vectors);
        writer.forceMerge(1);
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          assertHasClusters(reader, FIELD);
          assertEquals(400, reader.numDocs());
          checkContent(reader, vectors);
        }
      }
    }
  }

  public void testOurSegmentsAreMergedIntoOtherFormats() throws IOException {
    float[][] vectors = clustered(random(), 400, 16, 8);
    try (Directory directory = newDirectory()) {
      write(directory, new LorannCodec(randomSmallClusters(random())), vectors, 0, 400);
      IndexWriterConfig config = new IndexWriterConfig().setCodec(new Lucene104Codec());
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        writer.addDocument(document(400));
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertFalse(hasClusters(getOnlyLeafReader(reader), FIELD));
        FloatVectorValues values = getOnlyLeafReader(reader).getFloatVectorValues(FIELD);
        assertEquals(400, values.size());
        for (int i = 0; i < 400; i++) {
          assertArrayEquals(vectors[id(reader, values.ordToDoc(i))], values.vectorValue(i), 0f);
        }
      }
    }
  }

  private static Codec randomCodec() {
    return random().nextBoolean()
        ? new LorannCodec(randomSmallClusters(random()))
        : new Lucene104Codec();
  }

  private static void write(Directory directory, Codec codec, float[][] vectors, int from, int to)
      throws IOException {
    IndexWriterConfig config = plainConfig(LorannParameters.DEFAULT).setCodec(codec);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      add(writer, vectors, from, (from + to) / 2, EUCLIDEAN);
      writer.flush();
      add(writer, vectors, (from + to) / 2, to, EUCLIDEAN);
    }
  }

  /** Segments of Lucene's own format are searched by its graph, which finds what is very near. */
  private static void checkHasAll(IndexWriter writer, float[][] vectors) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      assertEquals(vectors.length, reader.numDocs());
      for (int i = 0; i < vectors.length; i += 37) {
        TopDocs hits = newSearcher(reader).search(query(vectors[i], 10, null, ALL), 10);
        assertValid(hits, exact(reader, vectors[i]));
        assertEquals(i, id(reader, hits.scoreDocs[0].doc));
      }
    }
  }

  public void testSegmentsWrittenWithOtherParametersAreReadAndMerged() throws IOException {
    float[][] vectors = clustered(random(), 400, 24, 8);
    try (Directory directory = newDirectory()) {
      for (int part = 0; part < 4; part++) {
        LorannParameters parameters = randomSmallClusters(random());
        write(directory, new LorannCodec(parameters), vectors, part * 100, part * 100 + 100);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertHasClusters(reader, FIELD);
        checkContent(reader, vectors);
      }
      try (IndexWriter writer =
          new IndexWriter(directory, mergingConfig(randomSmallClusters(random())))) {
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertHasClusters(reader, FIELD);
        checkContent(reader, vectors);
      }
    }
  }

  public void testFormatPerFieldIsReadByName() throws IOException {
    float[][] vectors = clustered(random(), 200, 24, 8);
    KnnVectorsFormat format = new LorannVectorsFormat(randomSmallClusters(random()));
    Codec codec =
        new Lucene104Codec() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
    try (Directory directory = newDirectory()) {
      write(directory, codec, vectors, 0, 200);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertHasClusters(reader, FIELD);
        checkContent(reader, vectors);
      }
    }
  }
}
