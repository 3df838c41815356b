// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.NamedThreadFactory;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * Builds that are no longer wanted end soon, wherever they are: merges that Lucene aborts, flushes
 * and merges whose thread is interrupted. What was committed stays, and nothing else is left, which
 * the mock directory checks as far as open files are concerned.
 */
@SuppressFileSystems("*")
public class TestLorannAborts extends LorannTestCase {

  private static final int VECTORS = 6_000;
  private static final int COMMITTED = 3_000;

  /**
   * Accesses for the most work that is done between two looks at whether it is still wanted: that
   * is for 2,048 vectors, each in two clusters, or for all that is scored exactly of a query. A
   * whole build has more than a million.
   */
  private static final int MAX_ACCESSES = 16_000;

  private static final VectorSimilarityFunction EUCLIDEAN = VectorSimilarityFunction.EUCLIDEAN;

  /** Where a build may be caught: when a method of a class of ours reads or writes. */
  private record Place(String type, String method) {
    @Override
    public String toString() {
      return type + "." + method;
    }

    boolean isAt(StackWalker.StackFrame frame) {
      return frame.getClassName().endsWith(".internal.build." + type)
              || frame.getClassName().endsWith(".internal.cluster." + type)
              || frame.getClassName().endsWith(".internal.search." + type)
          ? frame.getMethodName().contains(method)
          : false;
    }
  }

  private static final Place[] COLD = {
    new Place("ProjectionFitter", "mean"),
    new Place("ProjectionFitter", "moment"),
    new Place("StagedPoints", "sample"),
    new Place("HierarchicalKMeans", "assign"),
    new Place("KMeans", "assign"),
    new Place("KMeans", "means"),
    new Place("TrainingQueries", "of"),
    new Place("Assigner", "limits"),
    new Place("Assigner", "assign"),
    new Place("ClusterEncoder", "encode"),
    new Place("RecordsWriter", "write"),
    new Place("IndexPartWriter", "write"),
    new Place("CalibrationQueries", "score"),
    new Place("OpenTrace", "begin"),
    new Place("QueryTracer", "scan"),
    new Place("RerankTrace", "score"),
  };

  private static final Place[] WARM = {
    new Place("Survivors", "of"),
    new Place("Arrivals", "part"),
    new Place("KeptVectors", "counts"),
    new Place("Assigner", "assign"),
    new Place("ClusterExtender", "encode"),
    new Place("RecordsWriter", "write"),
    new Place("IndexPartWriter", "write"),
  };

  /** A directory that does something once a build is at a place, and counts accesses then. */
  private static final class Trap extends FilterDirectory {
    /** Frames between an access and the method that we look for, at most. */
    private static final int MAX_DEPTH = 20;

    private final Place place;
    private final AtomicInteger passes;
    private final AtomicInteger accesses = new AtomicInteger();
    private volatile Runnable action;
    private volatile boolean sprung;

    /** Lets some accesses pass before. */
    Trap(Directory in, Place place, int passes) {
      super(in);
      this.place = place;
      this.passes = new AtomicInteger(passes);
    }

    /** What to do; the build goes on when it is done. */
    void set(Runnable newAction) {
      action = newAction;
    }

    private void access() {
      if (sprung) {
        accesses.incrementAndGet();
      } else if (action != null && isAtPlace() && passes.getAndDecrement() == 0) {
        action.run();
        sprung = true;
      }
    }

    private boolean isAtPlace() {
      return StackWalker.getInstance()
          .walk(frames -> frames.limit(MAX_DEPTH).anyMatch(place::isAt));
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
      return new Input(super.openInput(name, context));
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      return new Output(super.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
        throws IOException {
      return new Output(super.createTempOutput(prefix, suffix, context));
    }

    private final class Input extends FilterIndexInput {
      Input(IndexInput in) {
        super("trap", in);
      }

      @Override
      public void seek(long position) throws IOException {
        access();
        super.seek(position);
      }

      @Override
      public IndexInput clone() {
        return new Input(in.clone());
      }

      @Override
      public IndexInput slice(String what, long offset, long length) throws IOException {
        return new Input(in.slice(what, offset, length));
      }
    }

    private final class Output extends FilterIndexOutput {
      Output(IndexOutput out) {
        super("trap", out.getName(), out);
      }

      @Override
      public void writeInt(int value) throws IOException {
        access();
        super.writeInt(value);
      }

      @Override
      public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
        access();
        super.writeBytes(bytes, offset, length);
      }
    }
  }

  private float[][] vectors;
  private int threads;
  private ExecutorService executor;
  private LorannParameters parameters;
  private MockDirectoryWrapper directory;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    vectors = clustered(random(), VECTORS, 24, 20);
    threads = randomIntBetween(0, 3);
    executor =
        threads == 0
            ? null
            : Executors.newFixedThreadPool(threads, new NamedThreadFactory("aborted"));
    parameters = smallClusters().vectorsPerCluster(16).buildExecutor(executor).build();
  }

  @Override
  public void tearDown() throws Exception {
    if (executor != null) {
      executor.close();
    }
    super.tearDown();
  }

  private MockDirectoryWrapper newStrictDirectory() throws IOException {
    // Lucene's lock on a real file is lost when a thread that looks at it is interrupted.
    Directory files =
        random().nextBoolean()
            ? new ByteBuffersDirectory()
            : FSDirectory.open(createTempDir(), NoLockFactory.INSTANCE);
    MockDirectoryWrapper strict = new MockDirectoryWrapper(random(), files);
    strict.setAssertNoUnrefencedFilesOnClose(true);
    return strict;
  }

  private IndexWriterConfig config(MergeScheduler scheduler) {
    return plainConfig(parameters)
        .setMergePolicy(new TieredMergePolicy())
        .setMergeScheduler(scheduler);
  }

  /** Commits two segments; from one with most of the vectors, a merge goes on. */
  private void commit(boolean warm) throws IOException {
    int first = warm ? COMMITTED * 9 / 10 : COMMITTED / 2;
    try (IndexWriter writer = new IndexWriter(directory, config(new SerialMergeScheduler()))) {
      add(writer, vectors, 0, first, EUCLIDEAN);
      writer.flush();
      add(writer, vectors, first, COMMITTED, EUCLIDEAN);
    }
  }

  /** Stops builds at a place, each in a directory of its own. */
  private interface Stop {
    void at(Trap trap) throws Exception;
  }

  private void check(Place[] places, boolean warm, Stop stop) throws Exception {
    for (Place place : places) {
      // All of them would take too long for every build of the project.
      if (TEST_NIGHTLY || random().nextInt(4) == 0) {
        directory = newStrictDirectory();
        try {
          check(place, warm, stop);
        } catch (Throwable t) {
          t.addSuppressed(new AssertionError("at " + place));
          IOUtils.closeWhileSuppressingExceptions(t, directory);
          throw t;
        }
        directory.close();
      }
    }
  }

  private void check(Place place, boolean warm, Stop stop) throws Exception {
    commit(warm);
    Trap trap = new Trap(directory, place, random().nextInt(2));
    stop.at(trap);
    assertTrue("never there", trap.sprung);
    // Tasks that have begun are completed.
    int allowed = (threads + 1) * MAX_ACCESSES;
    assertTrue(trap.accesses + " accesses after it", trap.accesses.get() <= allowed);
    for (String name : directory.listAll()) {
      assertFalse(name, name.contains("lorann") && name.endsWith(".tmp"));
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(2, reader.leaves().size());
      assertEquals(COMMITTED, reader.numDocs());
      TopDocs hits = new IndexSearcher(reader).search(query(vectors[0], 10), 10);
      assertEquals(10, hits.scoreDocs.length);
      assertValid(hits, exact(reader, vectors[0]));
    }
    // A writer whose flush or merge fails closes and leaves its files to the next one.
    new IndexWriter(directory, config(new SerialMergeScheduler())).rollback();
  }

  /** Knows the merge that it runs. */
  private static final class KnowingScheduler extends ConcurrentMergeScheduler {
    private final AtomicReference<MergePolicy.OneMerge> running = new AtomicReference<>();

    @Override
    protected void doMerge(MergeSource source, MergePolicy.OneMerge merge) throws IOException {
      running.set(merge);
      super.doMerge(source, merge);
    }
  }

  /** Lets a writer abort the merge that is at a place. */
  private void abortMerge(Trap trap) throws Exception {
    KnowingScheduler scheduler = new KnowingScheduler();
    CountDownLatch there = new CountDownLatch(1);
    IndexWriter writer = new IndexWriter(trap, config(scheduler));
    try {
      trap.set(
          () -> {
            there.countDown();
            while (scheduler.running.get().isAborted() == false) {
              Thread.onSpinWait();
            }
          });
      writer.forceMerge(1, false);
      assertTrue("never at " + trap.place, there.await(60, TimeUnit.SECONDS));
      if (random().nextBoolean()) {
        writer.deleteAll();
      }
    } finally {
      writer.rollback();
    }
  }

  private static boolean isInterruption(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ThreadInterruptedException
          // What the JDK's files throw, if they come first.
          || cause instanceof ClosedChannelException) {
        return true;
      }
    }
    return false;
  }

  /** Something with a writer that builds in the calling thread. */
  private interface Work {
    void with(IndexWriter writer) throws IOException;
  }

  /** Interrupts the thread whose build is at a place. */
  private void interrupt(Trap trap, Work work) throws IOException {
    Thread builder = Thread.currentThread();
    IndexWriter writer = new IndexWriter(trap, config(new SerialMergeScheduler()));
    try {
      trap.set(builder::interrupt);
      Exception e = expectThrows(Exception.class, () -> work.with(writer));
      assertTrue("not interrupted: " + e, isInterruption(e));
    } finally {
      trap.set(() -> {});
      Thread.interrupted();
      writer.rollback();
    }
  }

  private void flush(IndexWriter writer) throws IOException {
    add(writer, vectors, COMMITTED, VECTORS, EUCLIDEAN);
    writer.flush();
  }

  public void testAbortedMerges() throws Exception {
    check(COLD, false, this::abortMerge);
  }

  public void testAbortedMergesThatGoOnFromASegment() throws Exception {
    check(WARM, true, this::abortMerge);
  }

  public void testInterruptedFlushes() throws Exception {
    check(COLD, false, trap -> interrupt(trap, this::flush));
  }

  public void testInterruptedMerges() throws Exception {
    check(COLD, false, trap -> interrupt(trap, writer -> writer.forceMerge(1)));
  }

  public void testInterruptedMergesThatGoOnFromASegment() throws Exception {
    check(WARM, true, trap -> interrupt(trap, writer -> writer.forceMerge(1)));
  }
}
