// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.IndexLayout;

public class TestBaseClusters extends LuceneTestCase {

  private static final LorannParameters PARAMETERS =
      LorannParameters.builder().exactSearchThreshold(0).vectorsPerCluster(16).rank(8).build();

  private final Directory directory = new ByteBuffersDirectory();
  private final List<float[]> vectors =
      RandomData.rows(RandomData.blobs(random(), randomIntBetween(50, 400) * 12, 1, 10, 1f), 12);

  private BaseFixture build() throws IOException {
    return new BaseFixture(
        directory, "base", vectors, VectorSimilarityFunction.EUCLIDEAN, PARAMETERS, null);
  }

  public void testProjectionAndCentroidsAreThoseOfTheFiles() throws IOException {
    try (BaseFixture base = build()) {
      BaseClusters clusters = base.clusters();
      int s = clusters.projection().dimensions();
      assertEquals(base.entry.clusters().count(), clusters.count());
      float least = Float.POSITIVE_INFINITY;
      for (int i = 0; i < clusters.count(); i++) {
        least = Math.min(least, clusters.radius(i));
      }
      VectorSource source = base.context(PARAMETERS).vectors();
      for (int i = 0; i < clusters.count(); i++) {
        float[] centroid = clusters.record(i).centroid();
        for (int j = 0; j < s; j++) {
          assertEquals(centroid[j], clusters.centroids()[i * s + j], 1e-5f);
        }
        int[] ordinals = clusters.ordinals(i);
        double energy =
            Residuals.of(
                    clusters.projection().project(source, ordinals, 0, ordinals.length),
                    centroid,
                    true)
                .energy();
        // Up to the rounding of axes and centroids; a little room is left to the smallest.
        double radius = Math.sqrt(energy / ordinals.length);
        assertEquals(clusters.radius(i), Math.max(radius, least), 0.03);
      }
    }
  }

  private void assertRefused(long position, int value, String message) throws IOException {
    byte[] content;
    try (IndexInput in = directory.openInput("baseindex", IOContext.DEFAULT)) {
      content = new byte[(int) in.length()];
      in.readBytes(content, 0, content.length);
    }
    try (IndexOutput out = directory.createOutput("damaged", IOContext.DEFAULT)) {
      out.writeBytes(content, 0, (int) position);
      out.writeInt(value);
      out.writeBytes(content, (int) position + 4, content.length - (int) position - 4);
    }
    try (BaseFixture base = reopened();
        IndexInput index = directory.openInput("damaged", IOContext.DEFAULT);
        IndexInput data = directory.openInput("basedata", IOContext.DEFAULT)) {
      MergeBase damaged = new MergeBase(base.entry, index, data, base.values(), doc -> doc);
      CorruptIndexException e =
          expectThrows(CorruptIndexException.class, () -> new BaseClusters(damaged));
      assertTrue(e.getMessage(), e.getMessage().contains(message));
    }
    directory.deleteFile("damaged");
  }

  private BaseFixture reopened() throws IOException {
    return new BaseFixture(
        directory, "same", vectors, VectorSimilarityFunction.EUCLIDEAN, PARAMETERS, null);
  }

  public void testImpossibleNumbersAreRefused() throws IOException {
    try (BaseFixture base = build()) {
      ClustersEntry entry = base.entry.clusters();
      IndexLayout layout = entry.indexLayout();
      int cluster = random().nextInt(entry.count());
      long offset = entry.indexOffset();
      int size = base.clusters().size(cluster);
      long late = offset + layout.late() + 4L * cluster;
      assertRefused(late, -1, "late vectors");
      assertRefused(late, size + 1, "late vectors");
      long sizes = offset + layout.sizes() + 4L * cluster;
      assertRefused(sizes, 0, "record of cluster " + cluster);
      assertRefused(sizes, vectors.size() + 1, "record of cluster " + cluster);
      long starts = offset + layout.recordStarts() + 8L * cluster;
      assertRefused(starts + 4, -1, "record of cluster " + cluster);
    }
  }
}
