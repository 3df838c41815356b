// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.NamedThreadFactory;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.FieldFixture;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;

public class TestFieldBuilder extends LuceneTestCase {

  /** No other thread. */
  private static final Executor NONE = null;

  private static LorannParameters parameters(int vectorsPerCluster) {
    return LorannParameters.builder()
        .exactSearchThreshold(0)
        .vectorsPerCluster(vectorsPerCluster)
        .rank(8)
        .build();
  }

  private static VectorSimilarityFunction randomSimilarity() {
    VectorSimilarityFunction[] all = VectorSimilarityFunction.values();
    return all[random().nextInt(all.length)];
  }

  /** What a build left in a directory. */
  private record Built(FieldEntry entry, byte[] index, byte[] data) {}

  private static Built build(
      Directory directory,
      float[] values,
      int dimension,
      VectorSimilarityFunction similarity,
      LorannParameters parameters,
      Executor executor)
      throws IOException {
    Workers workers = new Workers(executor, () -> {});
    return build(directory, values, dimension, similarity, parameters, workers);
  }

  private static Built build(
      Directory directory,
      float[] values,
      int dimension,
      VectorSimilarityFunction similarity,
      LorannParameters parameters,
      Workers workers)
      throws IOException {
    String[] filesBefore = directory.listAll();
    FieldInfo field = FieldFixture.field(dimension, VectorEncoding.FLOAT32, similarity);
    FieldBuilder builder =
        new FieldBuilder(
            FieldFixture.state(directory),
            parameters,
            field,
            FloatVectorValues.fromFloats(RandomData.rows(values, dimension), dimension),
            workers);
    try (IndexOutput index = directory.createOutput("index", IOContext.DEFAULT);
        IndexOutput data = directory.createOutput("data", IOContext.DEFAULT)) {
      builder.build(null, index, data);
    }
    FieldEntry entry;
    try (IndexInput index = directory.openInput("index", IOContext.DEFAULT);
        IndexInput data = directory.openInput("data", IOContext.DEFAULT)) {
      entry = builder.calibrate(index, data);
    }
    Built built = new Built(entry, bytes(directory, "index"), bytes(directory, "data"));
    directory.deleteFile("index");
    directory.deleteFile("data");
    assertArrayEquals("no temporary file is left", filesBefore, directory.listAll());
    return built;
  }

  private static byte[] bytes(Directory directory, String name) throws IOException {
    try (IndexInput in = directory.openInput(name, IOContext.DEFAULT)) {
      byte[] bytes = new byte[(int) in.length()];
      in.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  public void testFilesDoNotDependOnTheNumberOfThreads() throws IOException {
    int dimension = randomIntBetween(1, 24);
    int size = randomIntBetween(2500, 5000);
    float[] values = RandomData.blobs(random(), size, dimension, 10, 0.5f);
    VectorSimilarityFunction similarity = randomSimilarity();
    LorannParameters parameters = parameters(64);
    List<Built> results = new ArrayList<>();
    try (Directory directory = newDirectory()) {
      results.add(build(directory, values, dimension, similarity, parameters, NONE));
      for (int threads : new int[] {1, 4}) {
        try (ExecutorService executor =
            Executors.newFixedThreadPool(threads, new NamedThreadFactory("build"))) {
          results.add(build(directory, values, dimension, similarity, parameters, executor));
        }
      }
    }
    for (Built result : results) {
      assertArrayEquals(results.get(0).index(), result.index());
      assertArrayEquals(results.get(0).data(), result.data());
    }
  }

  /** The CPU time of this thread between looks at whether a build is still wanted. */
  private static List<Long> timesBetweenLooks(
      Directory directory, float[] values, int dimension, VectorSimilarityFunction similarity)
      throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<Long> times = new ArrayList<>();
    long[] last = {threads.getCurrentThreadCpuTime()};
    IORunnable look =
        () -> {
          long now = threads.getCurrentThreadCpuTime();
          times.add(now - last[0]);
          last[0] = now;
        };
    Workers workers = new Workers(NONE, look);
    build(directory, values, dimension, similarity, LorannParameters.DEFAULT, workers);
    look.run();
    return times;
  }

  public void testAbortsAreLookedForAllTheTime() throws IOException {
    int dimension = randomIntBetween(64, 256);
    float[] values = RandomData.blobs(random(), 12_000, dimension, 50, 0.5f);
    VectorSimilarityFunction similarity = randomSimilarity();
    try (Directory directory = new ByteBuffersDirectory()) {
      List<Long> fastest = timesBetweenLooks(directory, values, dimension, similarity);
      // All builds look at the same places. What took long once only was the machine, or the JVM.
      for (int i = 0; i < 4; i++) {
        List<Long> times = timesBetweenLooks(directory, values, dimension, similarity);
        assertEquals("looks", fastest.size(), times.size());
        for (int look = 0; look < times.size(); look++) {
          fastest.set(look, Math.min(fastest.get(look), times.get(look)));
        }
      }
      long longest = Collections.max(fastest);
      double share = longest / (double) fastest.stream().mapToLong(Long::longValue).sum();
      assertTrue(
          share + " of the time before look " + fastest.indexOf(longest) + " of " + fastest.size(),
          share <= 0.1);
    }
  }

  public void testEntryDescribesTheFiles() throws IOException {
    int dimension = randomIntBetween(1, 40);
    int size = randomIntBetween(100, 600);
    float[] values = RandomData.blobs(random(), size, dimension, 10, 0.5f);
    VectorSimilarityFunction similarity = randomSimilarity();
    try (Directory directory = newDirectory()) {
      Built built = build(directory, values, dimension, similarity, parameters(16), NONE);
      ClustersEntry clusters = built.entry().clusters();
      assertEquals(size, built.entry().size());
      assertEquals(dimension, built.entry().dimension());
      assertEquals(similarity, built.entry().similarity());
      assertEquals(built.index().length, clusters.indexOffset() + clusters.indexLength());
      assertEquals(built.data().length, clusters.dataOffset() + clusters.dataLength());
      assertTrue(clusters.count() >= 1 && clusters.count() <= size);
    }
  }

  public void testBelowTheThresholdNothingIsWritten() throws IOException {
    int size = randomIntBetween(0, 50);
    try (Directory directory = newDirectory()) {
      Built built =
          build(
              directory,
              RandomData.gaussian(random(), size * 4),
              4,
              randomSimilarity(),
              LorannParameters.builder().exactSearchThreshold(size + 1).build(),
              NONE);
      assertFalse(built.entry().hasClusters());
      assertEquals(0, built.index().length + built.data().length);
    }
  }

  public void testEqualVectorsHaveNoClusters() throws IOException {
    int size = randomIntBetween(1, 200);
    try (Directory directory = newDirectory()) {
      float[] values = new float[size * 3];
      Arrays.fill(values, 0.5f);
      Built built = build(directory, values, 3, randomSimilarity(), parameters(16), NONE);
      assertFalse(built.entry().hasClusters());
    }
  }

  public void testManyEqualVectorsAmongOthers() throws IOException {
    int size = 1500;
    int dimension = randomIntBetween(1, 8);
    float[] values = RandomData.gaussian(random(), size * dimension);
    for (int i = dimension; i < 1000 * dimension; i++) {
      values[i] = values[i % dimension];
    }
    try (Directory directory = newDirectory()) {
      Built built = build(directory, values, dimension, randomSimilarity(), parameters(16), NONE);
      assertTrue(built.entry().hasClusters());
    }
  }
}
