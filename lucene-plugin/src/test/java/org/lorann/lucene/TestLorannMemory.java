// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.tests.util.RamUsageTester;

/** What an open segment holds on the heap, and what it says it has elsewhere. */
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

  public void testHeapDoesNotGrowWithVectors() throws IOException {
    LorannParameters parameters = smallClusters().vectorsPerCluster(32).build();
    long small = measure(1_000, parameters, TestLorannMemory::heap);
    long large = measure(20_000, parameters, TestLorannMemory::heap);
    assertTrue(small + " bytes", small > 0);
    assertTrue(small + " and " + large + " bytes", Math.abs(large - small) < 1_024);
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
