// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.codecs.cranky.CrankyCodec;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.lorann.lucene.internal.codec.LorannVectorsWriter;

/**
 * Flushes and merges that fail on the way. The exception gets to the caller, everything opened is
 * closed, which the mock directory checks, nothing is left behind, and what was committed before
 * stays.
 */
public class TestLorannFailures extends LorannTestCase {

  private static final int COMMITTED = 200;
  private static final int VECTORS = 250;
  private static final VectorSimilarityFunction EUCLIDEAN = VectorSimilarityFunction.EUCLIDEAN;

  private static LorannParameters parameters;

  @BeforeClass
  public static void chooseParameters() {
    parameters = randomSmallClusters(random());
  }

  @AfterClass
  public static void forgetParameters() {
    parameters = null;
  }

  /** Makes a directory fail, or not. */
  private interface Fault {
    void on(MockDirectoryWrapper directory) throws IOException;
  }

  /** Fails the n-th access to the directory that comes from our writer. */
  private static final class NthAccess extends MockDirectoryWrapper.Failure implements Fault {
    private final int n;
    private int accesses;
    private boolean refusedToDelete;

    NthAccess(int n) {
      this.n = n;
    }

    @Override
    public void on(MockDirectoryWrapper directory) {
      setDoFail();
      directory.failOn(this);
    }

    @Override
    public void eval(MockDirectoryWrapper directory) throws IOException {
      if (callStackContains(LorannVectorsWriter.class) && ++accesses == n) {
        refusedToDelete = callStackContainsAnyOf("deleteFile");
        throw new MockDirectoryWrapper.FakeIOException();
      }
    }
  }

  /** In memory: the file systems of the test framework sometimes refuse to delete. */
  private static MockDirectoryWrapper strictDirectory() {
    MockDirectoryWrapper directory = new MockDirectoryWrapper(random(), new ByteBuffersDirectory());
    directory.setAssertNoUnrefencedFilesOnClose(true);
    return directory;
  }

  private static MockDirectoryWrapper committed(float[][] vectors) throws IOException {
    MockDirectoryWrapper directory = strictDirectory();
    try (IndexWriter writer = new IndexWriter(directory, config(new SerialMergeScheduler()))) {
      // With nine tenths of the vectors in one segment, a merge goes on from it.
      int first = random().nextBoolean() ? COMMITTED / 2 : COMMITTED * 9 / 10;
      add(writer, vectors, 0, first, EUCLIDEAN);
      writer.flush();
      add(writer, vectors, first, COMMITTED, EUCLIDEAN);
    }
    return directory;
  }

  private static IndexWriterConfig config(MergeScheduler scheduler) {
    return plainConfig(parameters)
        .setMergePolicy(new TieredMergePolicy())
        .setMergeScheduler(scheduler);
  }

  /** Adds vectors and merges all; returns whether that failed. */
  private static boolean fails(MockDirectoryWrapper directory, float[][] vectors, Fault fault)
      throws IOException {
    IndexWriter writer = new IndexWriter(directory, config(new SerialMergeScheduler()));
    boolean failed = false;
    try {
      fault.on(directory);
      writer.deleteDocuments(IntPoint.newRangeQuery(ID, 10, 20));
      add(writer, vectors, COMMITTED, VECTORS, EUCLIDEAN);
      writer.flush();
      writer.forceMerge(1);
      writer.commit();
    } catch (IOException | IllegalStateException e) {
      failed = true;
    } finally {
      directory.setRandomIOExceptionRate(0);
      directory.setRandomIOExceptionRateOnOpen(0);
      directory.setMaxSizeInBytes(0);
      writer.rollback();
    }
    // What could not be deleted is left to the next writer.
    boolean mayRemain = fault instanceof NthAccess access && access.refusedToDelete;
    for (String name : directory.listAll()) {
      assertFalse(name, name.endsWith(".tmp") && mayRemain == false);
    }
    return failed;
  }

  private static void checkReadable(Directory directory, float[][] vectors, int count)
      throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(count, reader.numDocs());
      TopDocs hits = new IndexSearcher(reader).search(query(vectors[0], 10), 10);
      assertEquals(10, hits.scoreDocs.length);
      assertValid(hits, exact(reader, vectors[0]));
    }
  }

  /** Runs into a fault and, without it, through. */
  private static boolean check(Fault fault) throws IOException {
    float[][] vectors = clustered(random(), VECTORS, 12, 5);
    try (MockDirectoryWrapper directory = committed(vectors)) {
      boolean failed = fails(directory, vectors, fault);
      checkReadable(directory, vectors, failed ? COMMITTED : VECTORS - 11);
      if (failed) {
        assertFalse(fails(directory, vectors, healthy -> {}));
        checkReadable(directory, vectors, VECTORS - 11);
      }
      return failed;
    }
  }

  public void testAnyAccessMayFail() throws IOException {
    NthAccess never = new NthAccess(Integer.MAX_VALUE);
    assertFalse(check(never));
    int attempts = TEST_NIGHTLY ? 200 : 10;
    int failures = 0;
    for (int i = 0; i < attempts; i++) {
      failures += check(new NthAccess(random().nextInt(1, never.accesses + 1))) ? 1 : 0;
    }
    // Those that come too late, as layouts are random, or only delete, do not matter.
    assertTrue("" + failures, failures > 0);
  }

  public void testDiskFull() throws IOException {
    for (int i = 0; i < 5; i++) {
      check(
          directory ->
              directory.setMaxSizeInBytes(directory.sizeInBytes() + random().nextInt(120_000)));
    }
    assertTrue(check(directory -> directory.setMaxSizeInBytes(directory.sizeInBytes() + 5_000)));
  }

  public void testRandomFailures() throws IOException {
    for (int i = 0; i < 5; i++) {
      check(directory -> directory.setRandomIOExceptionRate(0.01));
    }
  }

  public void testRandomFailuresToOpen() throws IOException {
    for (int i = 0; i < 5; i++) {
      check(directory -> directory.setRandomIOExceptionRateOnOpen(0.1));
    }
  }

  /** The other formats of the codec fail, while ours is at work. */
  public void testOtherFormatsFail() throws IOException {
    float[][] vectors = clustered(random(), VECTORS, 12, 5);
    try (MockDirectoryWrapper directory = committed(vectors)) {
      // Lucene's own formats leave files behind when a rollback, too, fails.
      directory.setAssertNoUnrefencedFilesOnClose(false);
      int failures = 0;
      for (int i = 0; i < 20; i++) {
        IndexWriterConfig config =
            config(new SerialMergeScheduler())
                .setCodec(new CrankyCodec(new LorannCodec(parameters), random()));
        try {
          IndexWriter writer = new IndexWriter(directory, config);
          try {
            add(writer, vectors, COMMITTED, VECTORS, EUCLIDEAN);
            writer.flush();
            writer.forceMerge(1);
          } finally {
            writer.rollback();
          }
        } catch (IOException | IllegalStateException e) {
          failures++;
        }
        checkReadable(directory, vectors, COMMITTED);
      }
      assertTrue("no failure in 20 attempts", failures > 0);
    }
  }

  /** Counts down at the first task it is given, and then runs all of them. */
  private record Signal(CountDownLatch started, CountDownLatch proceed) implements Executor {
    @Override
    public void execute(Runnable task) {
      started.countDown();
      try {
        if (proceed.await(10, TimeUnit.SECONDS) == false) {
          throw new AssertionError("nobody lets it proceed");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      task.run();
    }
  }

  public void testRollbackDuringMerge() throws Exception {
    float[][] vectors = clustered(random(), 3_000, 32, 20);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    LorannParameters plain = smallClusters().build();
    LorannParameters signalling =
        smallClusters().buildExecutor(new Signal(started, proceed)).build();
    try (MockDirectoryWrapper directory = strictDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, plainConfig(plain))) {
        add(writer, vectors, 0, 1_500, EUCLIDEAN);
        writer.flush();
        add(writer, vectors, 1_500, 3_000, EUCLIDEAN);
      }
      IndexWriter writer =
          new IndexWriter(
              directory,
              plainConfig(signalling)
                  .setMergePolicy(new TieredMergePolicy())
                  .setMergeScheduler(new ConcurrentMergeScheduler()));
      writer.forceMerge(1, false);
      assertTrue(started.await(30, TimeUnit.SECONDS));
      // The merge is in the middle of its build, and finds itself aborted at its next task.
      Thread release =
          new Thread(
              () -> {
                while (writer.isOpen()) {
                  Thread.onSpinWait();
                }
                proceed.countDown();
              });
      release.start();
      long start = System.nanoTime();
      writer.rollback();
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      release.join();
      assertTrue(seconds + " s", seconds < 8);
      checkReadable(directory, vectors, 3_000);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(2, reader.leaves().size());
      }
    }
  }
}
