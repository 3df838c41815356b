// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.kernel.PackedMatrix;

/** Parts of a file begin at cache lines, in the order they are listed, with room for each. */
public class TestLayouts extends LuceneTestCase {

  /** Each part's size, and where it starts; the end of the last comes last. */
  private static void assertLaidOut(long[] sizes, long... starts) {
    assertEquals(sizes.length + 1, starts.length);
    assertEquals(0, starts[0]);
    for (int i = 0; i < sizes.length; i++) {
      assertEquals(0, starts[i] % ClusterLayout.ALIGNMENT);
      assertTrue("overlap", starts[i + 1] >= starts[i] + sizes[i]);
      assertTrue("waste", starts[i + 1] < starts[i] + sizes[i] + ClusterLayout.ALIGNMENT);
    }
    assertEquals(0, starts[sizes.length] % ClusterLayout.ALIGNMENT);
  }

  public void testIndexLayout() {
    int d = randomIntBetween(1, 4096);
    int s = randomIntBetween(1, Math.min(d, 512));
    int clusters = rarely() ? randomIntBetween(1, 1_000_000) : randomIntBetween(1, 5000);
    IndexLayout layout = new IndexLayout(d, s, clusters);
    assertLaidOut(
        new long[] {
          4L * d,
          4L * s,
          PackedMatrix.byteSize(d, s, 8),
          4L * clusters,
          4L * clusters,
          4L * clusters,
          PackedMatrix.byteSize(s, clusters, 8),
          8L * clusters,
          4L * clusters,
          4L * clusters
        },
        layout.mean(),
        layout.axisSteps(),
        layout.axes(),
        layout.centroidSteps(),
        layout.centroidNorms(),
        layout.radii(),
        layout.centroids(),
        layout.recordStarts(),
        layout.sizes(),
        layout.late(),
        layout.length());
  }

  public void testClusterLayout() {
    int s = randomIntBetween(1, 512);
    int rank = randomIntBetween(1, s);
    int bits = random().nextBoolean() ? 4 : 8;
    int size = rarely() ? randomIntBetween(1, 200_000) : randomIntBetween(1, 1000);
    ClusterLayout layout = new ClusterLayout(s, rank, bits);
    assertLaidOut(
        new long[] {
          4L * (rank + 3),
          s,
          PackedMatrix.byteSize(s, rank, bits),
          PackedMatrix.byteSize(rank, size, bits),
          size,
          4L * size
        },
        layout.scales(),
        layout.centroid(),
        layout.factors(),
        layout.codes(),
        layout.corrections(size),
        layout.ordinals(size),
        layout.length(size));
  }

  public void testPaddedSizesAreThoseOfPackedMatrices() {
    int s = randomIntBetween(1, 512);
    int rank = randomIntBetween(1, s);
    ClusterLayout layout = new ClusterLayout(s, rank, 8);
    assertEquals(PackedMatrix.paddedRows(s), layout.paddedDimensions());
    assertEquals(PackedMatrix.paddedRows(rank), layout.rankRows());
    assertEquals(PackedMatrix.paddedColumns(rank), layout.rankColumns());
  }

  public void testAlignRoundsUpToCacheLines() {
    assertEquals(0, ClusterLayout.align(0));
    assertEquals(64, ClusterLayout.align(1));
    assertEquals(64, ClusterLayout.align(64));
    assertEquals(128, ClusterLayout.align(65));
    assertEquals(1L << 40, ClusterLayout.align((1L << 40) - 63));
  }
}
