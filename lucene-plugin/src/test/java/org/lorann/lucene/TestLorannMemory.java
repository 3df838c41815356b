// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.RamUsageTester;
import org.lorann.lucene.internal.FieldFixture;

/**
 * What a buffer of vectors to be flushed holds on the heap; what a build has in temporary files;
 * what an open segment holds on the heap, and what it says it has elsewhere.
 */
public class TestLorannMemory extends LorannTestCase {

  /** Calls back with the reader of a segment of some vectors. */
  private interface Measurement {
    long of(KnnVectorsReader reader, FieldInfo field) throws IOException;
  }

  private static long measure(int count, LorannParameters parameters, Measurement measurement)
      throws IOException {
    float[][] vectors = clustered(random(), count, 8, 10);
    try (Directory directory = FSDirectory.open(createTempDir())) {
      try (IndexWriter writer = new IndexWriter(directory, plainConfig(parameters))) {
        add(writer, vectors, 0, count, VectorSimilarityFunction.EUCLIDEAN);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        LeafReader leaf = getOnlyLeafReader(reader);
        return measurement.of(vectorsReader(leaf, FIELD), leaf.getFieldInfos().fieldInfo(FIELD));
      }
    }
  }

  /** The objects that a reader refers to, without the files behind its inputs. */
  private static long heap(KnnVectorsReader reader, FieldInfo field) {
    return RamUsageTester.ramUsed(
        reader,
        new RamUsageTester.Accumulator() {
          @Override
          public long accumulateObject(
              Object object,
              long shallowSize,
              Map<Field, Object> values,
              Collection<Object> queue) {
            return object instanceof IndexInput
                ? shallowSize
                : super.accumulateObject(object, shallowSize, values, queue);
          }
        });
  }

  /** The objects that a writer refers to, without what it shares with others, and files. */
  private static long heap(KnnVectorsWriter writer) {
    return RamUsageTester.ramUsed(
        writer,
        new RamUsageTester.Accumulator() {
          @Override
          public long accumulateObject(
              Object object,
              long shallowSize,
              Map<Field, Object> values,
              Collection<Object> queue) {
            return object instanceof SegmentWriteState
                    || object instanceof KnnVectorsFormat
                    || object instanceof FlatVectorsScorer
                    || object instanceof FieldInfo
                    || object instanceof LorannParameters
                    || object instanceof IndexOutput
                ? 0
                : super.accumulateObject(object, shallowSize, values, queue);
          }
        });
  }

  /** Lucene flushes by what the writer says it holds. */
  public void testWriterSaysWhatItHolds() throws IOException {
    int dimension = randomIntBetween(16, 256);
    int count = randomIntBetween(1_000, 5_000);
    boolean bytes = random().nextBoolean();
    boolean gaps = random().nextBoolean();
    FieldInfo field =
        FieldFixture.field(
            dimension,
            bytes ? VectorEncoding.BYTE : VectorEncoding.FLOAT32,
            VectorSimilarityFunction.EUCLIDEAN);
    try (Directory directory = newDirectory();
        KnnVectorsWriter writer =
            new LorannVectorsFormat().fieldsWriter(FieldFixture.state(directory))) {
      KnnFieldVectorsWriter<?> vectors = writer.addField(field);
      for (int doc = 0; doc < count; doc++) {
        add(vectors, gaps ? 3 * doc : doc, dimension, bytes);
      }
      long raw = (long) count * dimension * (bytes ? 1 : Float.BYTES);
      long held = heap(writer);
      assertTrue(held + " of " + raw, held >= raw);
      assertEquals(held, writer.ramBytesUsed(), 0.1 * held);
    }
  }

  @SuppressWarnings("unchecked")
  private static void add(KnnFieldVectorsWriter<?> vectors, int doc, int dimension, boolean bytes)
      throws IOException {
    if (bytes) {
      ((KnnFieldVectorsWriter<byte[]>) vectors).addValue(doc, new byte[dimension]);
    } else {
      ((KnnFieldVectorsWriter<float[]>) vectors).addValue(doc, new float[dimension]);
    }
  }

  public void testHeapDoesNotGrowWithVectors() throws IOException {
    LorannParameters parameters = smallClusters().vectorsPerCluster(32).build();
    long small = measure(1_000, parameters, TestLorannMemory::heap);
    long large = measure(20_000, parameters, TestLorannMemory::heap);
    assertTrue(small + " bytes", small > 0);
    assertTrue(small + " and " + large + " bytes", Math.abs(large - small) < 1_024);
  }

  /** Knows how much temporary files take, and the most they ever took. */
  private static final class TemporarySpace extends FilterDirectory {
    private final Map<String, Long> sizes = new HashMap<>();
    private long peak;

    TemporarySpace(Directory in) {
      super(in);
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
        throws IOException {
      IndexOutput out = super.createTempOutput(prefix, suffix, context);
      return new FilterIndexOutput("counted", out.getName(), out) {
        @Override
        public void close() throws IOException {
          super.close();
          sizes.put(getName(), fileLength(getName()));
          peak = Math.max(peak, sizes.values().stream().mapToLong(Long::longValue).sum());
        }
      };
    }

    @Override
    public void deleteFile(String name) throws IOException {
      super.deleteFile(name);
      sizes.remove(name);
    }
  }

  public void testTemporaryFilesTakeNoMoreThanWhatIsWritten() throws IOException {
    int count = 12_000;
    float[][] vectors = clustered(random(), count, randomIntBetween(64, 300), 50);
    try (Directory files = new ByteBuffersDirectory()) {
      TemporarySpace space = new TemporarySpace(files);
      IndexWriterConfig config =
          plainConfig(LorannParameters.DEFAULT)
              .setMergePolicy(new TieredMergePolicy())
              .setMergeScheduler(new SerialMergeScheduler());
      try (IndexWriter writer = new IndexWriter(space, config)) {
        add(writer, vectors, 0, count / 2, VectorSimilarityFunction.EUCLIDEAN);
        writer.flush();
        add(writer, vectors, count / 2, count, VectorSimilarityFunction.EUCLIDEAN);
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(files)) {
        LeafReader leaf = getOnlyLeafReader(reader);
        FieldInfo field = leaf.getFieldInfos().fieldInfo(FIELD);
        Map<String, Long> sizes = vectorsReader(leaf, FIELD).getOffHeapByteSize(field);
        long written = sizes.get("cenivf") + sizes.get("clivf");
        assertTrue(space.peak + " bytes", space.peak > 0);
        assertTrue(space.peak + " for " + written + " bytes", space.peak <= written);
      }
    }
  }

  public void testOffHeapBytesNameAllFiles() throws IOException {
    LorannParameters parameters = smallClusters().build();
    measure(
        500,
        parameters,
        (reader, field) -> {
          Map<String, Long> sizes = reader.getOffHeapByteSize(field);
          assertEquals(Set.of("vec", "cenivf", "clivf"), sizes.keySet());
          assertEquals(500L * 8 * Float.BYTES, (long) sizes.get("vec"));
          assertTrue(sizes.get("cenivf") > 0);
          // An ordinal and a correction each, at least.
          assertTrue(sizes.get("clivf") >= 500L * 8);
          return 0;
        });
  }

  public void testOffHeapBytesWithoutClusters() throws IOException {
    measure(
        500,
        LorannParameters.DEFAULT,
        (reader, field) -> {
          Map<String, Long> sizes = reader.getOffHeapByteSize(field);
          assertEquals(Map.of("vec", 500L * 8 * Float.BYTES), sizes);
          return 0;
        });
  }
}
