// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.VectorUtil;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.VectorIndex;

/** Runs with Elasticsearch on the class path, unlike the other tests. */
public class TestDiskBbq {
  private static final int K = 10;

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  @BeforeClass
  public static void prepare() {
    Elasticsearch.prepare();
  }

  private static float[][] directions(int count, long seed) {
    float[][] points = PeerFixture.points(count, 32, seed);
    for (float[] point : points) {
      VectorUtil.l2normalize(point);
    }
    return points;
  }

  @Test
  public void moreVisitsAndCandidatesFindMore() throws IOException {
    PeerFixture fixture =
        new PeerFixture(
            VectorSimilarityFunction.DOT_PRODUCT, directions(4000, 1), directions(50, 2), K);
    int[][] truth = fixture.truth();
    for (String bits : List.of("1", "2", "4", "7")) {
      Peer peer = new Peers().named(List.of("diskbbq-" + bits + "bit")).getFirst();
      Directory directory = new MMapDirectory(temporary.newFolder(peer.name()));
      try (VectorIndex index = fixture.build(peer, directory)) {
        List<Setting> settings = peer.settings(K);
        double least = fixture.recall(index, settings.getFirst(), truth);
        double most = fixture.recall(index, settings.getLast(), truth);
        assertTrue(bits + " bits: " + least + " to " + most, least < most && most > .6);
      }
    }
  }

  @Test
  public void nativeCodeComesFromADistribution() throws IOException {
    Path empty = temporary.path();
    UserError error = assertThrows(UserError.class, () -> Elasticsearch.useNativeLibraries(empty));
    assertTrue(error.getMessage(), error.getMessage().contains("no unpacked Elasticsearch"));
  }
}
