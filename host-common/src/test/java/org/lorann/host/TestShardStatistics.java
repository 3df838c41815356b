// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannCodec;
import org.lorann.lucene.LorannParameters;

/** The document has what the segments say, and sums that are right. */
public class TestShardStatistics extends LuceneTestCase {

  private static final List<Integer> SIZES = List.of(120, 200, 7);

  public void testDocument() throws IOException {
    try (Directory directory = newDirectory()) {
      index(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        new IndexSearcher(reader)
            .search(new KnnFloatVectorQuery("v", new float[] {1, 2, 3, 4}, 5), 5);
        List<LeafReader> segments = new ArrayList<>();
        for (LeafReaderContext leaf : reader.leaves()) {
          segments.add(random().nextBoolean() ? leaf.reader() : filter(leaf.reader()));
        }
        Map<?, ?> fields = (Map<?, ?>) ShardStatistics.of(segments).get("fields");
        assertEquals(List.of("v", "w"), List.copyOf(fields.keySet()));
        checkField((Map<?, ?>) fields.get("v"));
      }
    }
  }

  /** Two fields in three segments, the last of which is too small for clusters. */
  private static void index(Directory directory) throws IOException {
    LorannParameters parameters =
        LorannParameters.builder().exactSearchThreshold(100).vectorsPerCluster(16).build();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new LorannCodec(parameters))
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int size : SIZES) {
        for (int i = 0; i < size; i++) {
          Document document = new Document();
          for (String field : List.of("v", "w")) {
            document.add(new KnnFloatVectorField(field, vector()));
          }
          writer.addDocument(document);
        }
        writer.flush();
      }
    }
  }

  private static float[] vector() {
    float[] vector = new float[4];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  private static LeafReader filter(LeafReader reader) {
    return new FilterLeafReader(reader) {
      @Override
      public CacheHelper getCoreCacheHelper() {
        return in.getCoreCacheHelper();
      }

      @Override
      public CacheHelper getReaderCacheHelper() {
        return in.getReaderCacheHelper();
      }
    };
  }

  private static void checkField(Map<?, ?> field) {
    assertEquals(3, field.get("segments"));
    assertEquals(327L, field.get("vectors"));
    List<?> segments = (List<?>) field.get("by_segment");
    for (int i = 0; i < SIZES.size(); i++) {
      Map<?, ?> segment = (Map<?, ?>) segments.get(i);
      assertEquals("_" + i, segment.get("name"));
      assertEquals(SIZES.get(i), segment.get("vectors"));
      assertEquals(4, segment.get("dimension"));
      assertEquals("float32", segment.get("encoding"));
      assertEquals("euclidean", segment.get("similarity"));
      assertEquals(SIZES.get(i) >= 100, segment.containsKey("clusters"));
    }
    checkClusters((Map<?, ?>) ((Map<?, ?>) segments.get(0)).get("clusters"));
    for (String part : List.of("bytes", "build_millis", "searches")) {
      checkSums(field, segments, part);
    }
    Map<?, ?> searches = (Map<?, ?>) field.get("searches");
    assertTrue(searches.toString(), (Long) searches.get("count") >= 3);
    assertTrue(searches.toString(), (Long) searches.get("exact_scans") >= 1);
    assertTrue((Long) ((Map<?, ?>) field.get("bytes")).get("raw_vectors") >= 327 * 4 * 4);
  }

  private static void checkClusters(Map<?, ?> clusters) {
    assertEquals(16, clusters.get("vectors_per_cluster"));
    assertTrue((Integer) clusters.get("count") > 1);
    assertTrue((Long) clusters.get("codes") >= SIZES.get(0));
    List<?> calibration = (List<?>) clusters.get("calibration");
    assertEquals(10, ((Map<?, ?>) calibration.get(0)).get("k"));
  }

  private static void checkSums(Map<?, ?> field, List<?> segments, String part) {
    ((Map<?, ?>) field.get(part))
        .forEach(
            (key, sum) -> {
              long expected = 0;
              for (Object segment : segments) {
                Object value = ((Map<?, ?>) ((Map<?, ?>) segment).get(part)).get(key);
                expected += value == null ? 0 : (Long) value;
              }
              assertEquals(part + " " + key, expected, sum);
            });
  }
}
