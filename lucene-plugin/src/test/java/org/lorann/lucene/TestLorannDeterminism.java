// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.NamedThreadFactory;
import org.apache.lucene.util.StringHelper;

/** The same vectors give the same files, whatever builds them. */
public class TestLorannDeterminism extends LorannTestCase {

  private static final Set<String> OURS = Set.of("mivf", "cenivf", "clivf");

  private record Input(
      float[][] vectors, VectorSimilarityFunction similarity, LorannParameters parameters) {

    static Input random() {
      VectorSimilarityFunction similarity = randomSimilarity(LorannTestCase.random());
      return new Input(
          fit(clustered(LorannTestCase.random(), 900, 20, 10), similarity),
          similarity,
          randomSmallClusters(LorannTestCase.random()));
    }

    LorannParameters builtBy(Executor executor) {
      return LorannParameters.builder()
          .vectorsPerCluster(parameters.vectorsPerCluster())
          .rank(parameters.rank())
          .projectedDimensions(parameters.projectedDimensions())
          .codeBits(parameters.codeBits())
          .targetRecall(parameters.targetRecall())
          .exactSearchThreshold(parameters.exactSearchThreshold())
          .seed(parameters.seed())
          .buildExecutor(executor)
          .build();
    }
  }

  private static Map<String, byte[]> build(Input input, Executor executor) throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, input, input.builtBy(executor));
      return ourFiles(directory);
    }
  }

  /** Several flushes and merges with deletes. */
  private static void write(Directory directory, Input input, LorannParameters parameters)
      throws IOException {
    IndexWriterConfig config =
        plainConfig(parameters)
            .setMergePolicy(new TieredMergePolicy())
            .setMergeScheduler(new SerialMergeScheduler())
            .setUseCompoundFile(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < 900; i++) {
        Document document = document(i, input.vectors[i], input.similarity);
        document.add(new KnnByteVectorField("bytes", toBytes(input.vectors[i])));
        writer.addDocument(document);
        if (i % 300 == 299) {
          writer.flush();
        }
      }
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, 100, 200));
      writer.forceMerge(1);
      // A merge that goes on from the clusters there are.
      add(writer, input.vectors, 0, 60, input.similarity);
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, 300, 320));
      writer.forceMerge(1);
      writer.commit();
      // A second segment, as flushed.
      add(writer, input.vectors, 0, 300, input.similarity);
    }
  }

  /** What is between headers, which hold a random identifier, and footers, which sum them up. */
  private static Map<String, byte[]> ourFiles(Directory directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : directory.listAll()) {
      if (OURS.contains(IndexFileNames.getExtension(name) + "")) {
        try (IndexInput in = directory.openInput(name, IOContext.DEFAULT)) {
          byte[] content = new byte[(int) in.length()];
          in.readBytes(content, 0, content.length);
          String header = new String(content, 0, 200, StandardCharsets.ISO_8859_1);
          int start = header.indexOf("Lorann1", 9) < 0 ? 0 : headerLength(name, header);
          files.put(
              name, Arrays.copyOfRange(content, start, content.length - CodecUtil.footerLength()));
        }
      }
    }
    assertEquals(6, files.size());
    return files;
  }

  private static int headerLength(String name, String header) {
    String suffix = name.substring(name.indexOf('_', 1) + 1, name.indexOf('.'));
    int end = header.indexOf(suffix, header.indexOf("Lorann1") + StringHelper.ID_LENGTH);
    assertTrue(name, end > 0);
    return end + suffix.length();
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    for (String name : expected.keySet()) {
      assertArrayEquals(name, expected.get(name), actual.get(name));
    }
  }

  public void testSameFilesWhateverTheNumberOfThreads() throws IOException {
    Input input = Input.random();
    Map<String, byte[]> alone = build(input, null);
    assertSame(alone, build(input, Runnable::run));
    for (int threads : new int[] {1, 4}) {
      ExecutorService executor =
          Executors.newFixedThreadPool(threads, new NamedThreadFactory("build"));
      try {
        assertSame(alone, build(input, executor));
      } finally {
        executor.shutdown();
      }
    }
  }

  public void testSeedMatters() throws IOException {
    Input input = Input.random();
    LorannParameters other =
        LorannParameters.builder()
            .vectorsPerCluster(input.parameters.vectorsPerCluster())
            .exactSearchThreshold(0)
            .seed(input.parameters.seed() + 1)
            .build();
    LorannParameters same =
        LorannParameters.builder()
            .vectorsPerCluster(input.parameters.vectorsPerCluster())
            .exactSearchThreshold(0)
            .seed(input.parameters.seed())
            .build();
    Map<String, byte[]> first = build(new Input(input.vectors, input.similarity, same), null);
    Map<String, byte[]> second = build(new Input(input.vectors, input.similarity, other), null);
    int different = 0;
    for (String name : first.keySet()) {
      different += Arrays.equals(first.get(name), second.get(name)) ? 0 : 1;
    }
    assertTrue(different > 0);
  }

  public void testNoOtherFilesAreLeft() throws IOException {
    try (Directory directory = newDirectory()) {
      write(directory, Input.random(), randomSmallClusters(random()));
      Set<String> extensions = new TreeSet<>();
      for (String name : directory.listAll()) {
        assertFalse(name, name.endsWith(".tmp"));
        if (name.contains("Lorann1")) {
          extensions.add(IndexFileNames.getExtension(name));
        }
      }
      assertEquals(Set.of("vec", "vemf", "mivf", "cenivf", "clivf"), extensions);
    }
  }
}
