// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.data.Metric;

public class TestBuild {
  private static final int SIZE = 1000;
  private static final int DIMENSION = 8;

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private Path vectors;
  private Path scratch;

  @Before
  public void writeVectors() throws IOException {
    vectors = temporary.path().resolve("base.fbin");
    scratch = temporary.path().resolve("scratch");
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + SIZE * DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(SIZE).putInt(DIMENSION);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) random.nextGaussian());
    }
    Files.write(vectors, bytes.array());
  }

  private BuildJob job(BuildTask task, String peer) {
    return new BuildJob(task, peer, vectors, Metric.EUCLIDEAN, scratch, 2, 16);
  }

  @Test
  public void jobsAndResultsSurviveTheWayToAnotherProcess() {
    BuildJob job = job(BuildTask.MERGE_SMALL, "hnsw");
    assertEquals(job, BuildJob.parse(job.toArguments().toArray(String[]::new)));
    BuildResult result = new BuildResult(1, 2, 3, 4, 5, 60, 7);
    assertTrue(BuildResult.isLine(result.toLine()));
    assertEquals(result, BuildResult.parse(result.toLine()));
    assertEquals(53, result.ownBytes());
    assertFalse(BuildResult.isLine("INFO: built"));
  }

  @Test
  public void allTasksAreDoneAndLeaveNothing() throws IOException {
    for (BuildTask task : BuildTask.values()) {
      for (String peer : new String[] {"lorann", "hnsw", "flat"}) {
        BuildResult result = BuildWorker.run(job(task, peer));
        long raw = (long) SIZE * DIMENSION * Float.BYTES;
        assertTrue(task + " " + peer, result.wallNanos() > 0);
        // The time of a process may be counted in hundredths of a second.
        assertTrue(task + " " + peer, result.cpuNanos() >= 0);
        assertTrue("all in one segment", result.rawVectorBytes() >= raw);
        assertTrue(result.rawVectorBytes() < raw + 1000);
        assertTrue("merged", result.writtenBytes() >= result.vectorBytes());
        assertFalse(Files.exists(scratch));
      }
    }
  }
}
