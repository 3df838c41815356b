// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.InfoStream;
import org.lorann.lucene.LorannSegmentInfo.CalibrationPoint;
import org.lorann.lucene.LorannSegmentInfo.Clusters;
import org.lorann.lucene.LorannSegmentInfo.Searches;

/** What a segment says about itself, and what its build tells Lucene's info stream. */
public class TestLorannSegmentInfo extends LorannTestCase {

  /** Keeps the messages of one component. */
  private static final class Messages extends InfoStream {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void message(String component, String message) {
      if (component.equals("LORANN")) {
        texts.add(message);
      }
    }

    @Override
    public boolean isEnabled(String component) {
      return component.equals("LORANN");
    }

    @Override
    public void close() {}
  }

  private interface SegmentConsumer {
    void accept(LeafReader segment) throws IOException;
  }

  /** Indexes vectors into one segment, by a flush or by a merge. */
  private static void withSegment(
      IndexWriterConfig config,
      float[][] vectors,
      VectorSimilarityFunction similarity,
      SegmentConsumer consumer)
      throws IOException {
    // In memory and without wrappers, which do not let us see the files.
    try (Directory directory = new ByteBuffersDirectory()) {
      config.setMergePolicy(new TieredMergePolicy()).setUseCompoundFile(random().nextBoolean());
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        add(writer, vectors, 0, vectors.length / 2, similarity);
        if (random().nextBoolean()) {
          writer.flush();
        }
        add(writer, vectors, vectors.length / 2, vectors.length, similarity);
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        consumer.accept(getOnlyLeafReader(reader));
      }
    }
  }

  public void testFactsOfASegmentWithClusters() throws IOException {
    LorannParameters parameters = randomSmallClusters(random());
    VectorSimilarityFunction similarity = randomSimilarity(random());
    int size = random().nextInt(200, 900);
    int dimension = random().nextInt(2, 40);
    float[][] vectors = fit(clustered(random(), size, dimension, 10), similarity);
    withSegment(
        plainConfig(parameters),
        vectors,
        similarity,
        segment -> {
          LorannSegmentInfo info = LorannSegmentInfo.of(segment, FIELD).orElseThrow();
          assertEquals(FIELD, info.field());
          assertEquals(VectorEncoding.FLOAT32, info.encoding());
          assertEquals(similarity, info.similarity());
          assertEquals(dimension, info.dimension());
          assertEquals(size, info.vectors());
          assertEquals(parameters.targetRecall(), info.targetRecall(), 0);
          assertEquals(List.of(info), LorannSegmentInfo.of(segment));
          checkClusters(info.clusters().orElseThrow(), size, dimension, parameters);
          checkBytes(info, segment);
          assertEquals(
              EnumSet.allOf(LorannBuildPhase.class), EnumSet.copyOf(info.buildMillis().keySet()));
        });
  }

  private static void checkClusters(
      Clusters clusters, int size, int dimension, LorannParameters parameters) {
    assertEquals(parameters.vectorsPerCluster(), clusters.vectorsPerCluster());
    assertTrue(1 <= clusters.minSize());
    assertTrue(clusters.minSize() <= clusters.medianSize());
    assertTrue(clusters.medianSize() <= clusters.maxSize());
    assertTrue(clusters.codes() >= size && clusters.codes() <= 2L * size);
    assertTrue((long) clusters.count() * clusters.minSize() <= clusters.codes());
    assertTrue((long) clusters.count() * clusters.maxSize() >= clusters.codes());
    assertEquals(parameters.codeBits(), clusters.codeBits());
    assertTrue(clusters.projectedDimensions() <= dimension);
    assertEquals(Math.min(parameters.rank(), clusters.projectedDimensions()), clusters.rank());
    assertTrue(clusters.energyKept() > 0 && clusters.energyKept() <= 1);
    List<CalibrationPoint> points = clusters.calibration();
    for (int i = 1; i < points.size(); i++) {
      CalibrationPoint previous = points.get(i - 1);
      CalibrationPoint point = points.get(i);
      assertTrue(
          point.k() > previous.k()
              || point.k() == previous.k() && point.recall() > previous.recall());
    }
    assertTrue(points.stream().allMatch(p -> p.visitedShare() >= 0 && p.visitedShare() <= 1));
  }

  /** The parts add up to what the reader says about whole files. */
  private static void checkBytes(LorannSegmentInfo info, LeafReader segment) {
    Map<String, Long> files =
        vectorsReader(segment, FIELD).getOffHeapByteSize(segment.getFieldInfos().fieldInfo(FIELD));
    assertEquals(sum(files), sum(info.bytes()));
    assertEquals(files.get("vec"), info.bytes().get("raw vectors"));
    assertTrue(info.bytes().toString(), info.bytes().values().stream().allMatch(b -> b > 0));
  }

  private static long sum(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  public void testFactsOfASegmentWithoutClusters() throws IOException {
    float[][] vectors = clustered(random(), 50, 6, 3);
    withSegment(
        plainConfig(LorannParameters.DEFAULT),
        vectors,
        VectorSimilarityFunction.EUCLIDEAN,
        segment -> {
          LorannSegmentInfo info = LorannSegmentInfo.of(segment, FIELD).orElseThrow();
          assertEquals(Optional.empty(), info.clusters());
          assertEquals(Map.of("raw vectors", 50L * 6 * Float.BYTES), info.bytes());
          assertEquals(Map.of(), info.buildMillis());
          new IndexSearcher(segment).count(query(vectors[0], 5));
          Searches searches = LorannSegmentInfo.of(segment, FIELD).orElseThrow().searches();
          assertEquals(new Searches(1, 1, 0, 0, 0, 50), searches);
        });
  }

  public void testSearchesAreCounted() throws IOException {
    int size = 800;
    float[][] vectors = clustered(random(), size, 8, 10);
    withSegment(
        plainConfig(smallClusters().build()),
        vectors,
        VectorSimilarityFunction.EUCLIDEAN,
        segment -> {
          IndexSearcher searcher = new IndexSearcher(segment);
          searcher.setQueryCache(null);
          assertEquals(
              new Searches(0, 0, 0, 0, 0, 0),
              LorannSegmentInfo.of(segment, FIELD).orElseThrow().searches());
          int probes = random().nextInt(1, 4);
          int count = random().nextInt(1, 5);
          for (int i = 0; i < count; i++) {
            searcher.search(query(vectors[i], 5, null, LorannSearchStrategy.probes(probes, 20)), 5);
          }
          Searches searches = LorannSegmentInfo.of(segment, FIELD).orElseThrow().searches();
          assertEquals(count, searches.count());
          assertEquals(0, searches.exactScans());
          assertEquals((long) count * probes, searches.clustersVisited());
          assertTrue(searches.vectorsReranked() >= 5L * count);
          assertTrue(searches.vectorsReranked() <= 20L * count);
          assertTrue(searches.vectorsEstimated() >= searches.vectorsReranked());
          Query few = IntPoint.newRangeQuery(ID, 0, 30);
          searcher.search(query(vectors[0], 10, few, null), 10);
          Searches withScan = LorannSegmentInfo.of(segment, FIELD).orElseThrow().searches();
          assertEquals(count + 1, withScan.count());
          assertEquals(1, withScan.exactScans());
          assertEquals(31, withScan.vectorsScanned());
          assertEquals(searches.vectorsReranked(), withScan.vectorsReranked());
        });
  }

  public void testFiltersAreLookedThrough() throws IOException {
    withSegment(
        plainConfig(smallClusters().build()),
        clustered(random(), 200, 8, 10),
        VectorSimilarityFunction.EUCLIDEAN,
        segment -> {
          LorannSegmentInfo expected = LorannSegmentInfo.of(segment, FIELD).orElseThrow();
          LeafReader filtered = new Leaf(new Leaf(new Codecs((SegmentReader) segment)));
          assertEquals(expected, LorannSegmentInfo.of(filtered, FIELD).orElseThrow());
        });
  }

  private static final class Leaf extends FilterLeafReader {
    Leaf(LeafReader in) {
      super(in);
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  private static final class Codecs extends FilterCodecReader {
    Codecs(CodecReader in) {
      super(in);
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  /** One field in our format, one in Lucene's, one without vectors. */
  public void testOtherFieldsAreNotOurs() throws IOException {
    KnnVectorsFormat ours = new LorannVectorsFormat(smallClusters().build());
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(
                new Lucene104Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return field.equals("lucene") ? super.getKnnVectorsFormatForField(field) : ours;
                  }
                });
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (float[] vector : clustered(random(), 300, 8, 10)) {
          Document document = document(0);
          document.add(new KnnFloatVectorField("lucene", vector));
          document.add(new KnnFloatVectorField("ours", vector));
          document.add(new KnnByteVectorField("bytes", toBytes(vector)));
          writer.addDocument(document);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        LeafReader segment = getOnlyLeafReader(reader);
        assertEquals(Optional.empty(), LorannSegmentInfo.of(segment, "lucene"));
        assertEquals(Optional.empty(), LorannSegmentInfo.of(segment, ID));
        assertEquals(Optional.empty(), LorannSegmentInfo.of(segment, "no such field"));
        assertEquals(
            List.of("ours", "bytes"),
            LorannSegmentInfo.of(segment).stream().map(LorannSegmentInfo::field).toList());
        assertEquals(
            VectorEncoding.BYTE, LorannSegmentInfo.of(segment, "bytes").orElseThrow().encoding());
      }
    }
  }

  public void testBuildsTellTheInfoStream() throws IOException {
    Messages messages = new Messages();
    withSegment(
        plainConfig(smallClusters().build()).setInfoStream(messages),
        clustered(random(), 300, 8, 10),
        VectorSimilarityFunction.EUCLIDEAN,
        segment -> {
          String last = messages.texts.getLast();
          String prefix = "segment " + ((SegmentReader) segment).getSegmentName() + " field \"";
          assertTrue(last, last.startsWith(prefix + FIELD + "\": "));
          for (LorannBuildPhase phase : LorannBuildPhase.values()) {
            assertTrue(last, last.contains(phase.name().toLowerCase(Locale.ROOT) + " "));
          }
        });
  }
}
