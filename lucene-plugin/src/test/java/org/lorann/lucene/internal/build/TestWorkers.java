// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.NamedThreadFactory;
import org.apache.lucene.util.ThreadInterruptedException;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.cluster.HierarchicalKMeans;
import org.lorann.lucene.internal.cluster.Points;

public class TestWorkers extends LuceneTestCase {

  /** Work to be done on no executor, one thread and four. */
  private interface Work {
    void with(Workers workers) throws IOException;
  }

  private static void onAnyNumberOfThreads(Work work) throws IOException {
    work.with(new Workers(null, () -> {}));
    for (int threads : new int[] {1, 4}) {
      try (ExecutorService executor = executor(threads)) {
        work.with(new Workers(executor, () -> {}));
      }
    }
  }

  private static ExecutorService executor(int threads) {
    return Executors.newFixedThreadPool(threads, new NamedThreadFactory("workers"));
  }

  public void testEveryElementIsWorkedOnOnce() throws IOException {
    int size = randomIntBetween(0, 20_000);
    onAnyNumberOfThreads(
        workers -> {
          AtomicIntegerArray visits = new AtomicIntegerArray(size);
          workers.run(
              size,
              (from, count) -> {
                for (int i = from; i < from + count; i++) {
                  visits.incrementAndGet(i);
                }
              });
          for (int i = 0; i < size; i++) {
            assertEquals(1, visits.get(i));
          }
        });
  }

  public void testResultsOfBatchesComeInOrder() throws IOException {
    int size = randomIntBetween(0, 20_000);
    onAnyNumberOfThreads(
        workers -> {
          int[] end = {0};
          workers.inOrder(
              size,
              (from, count) -> new int[] {from, count},
              batch -> {
                assertEquals(end[0], batch[0]);
                end[0] += batch[1];
              });
          assertEquals(size, end[0]);
        });
  }

  public void testResultsComeInTheOrderOfTheTasks() throws IOException {
    int count = randomIntBetween(0, 100);
    onAnyNumberOfThreads(
        workers -> {
          List<Callable<Integer>> tasks = new ArrayList<>();
          List<Integer> expected = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            int number = i;
            tasks.add(() -> number);
            expected.add(number);
          }
          assertEquals(expected, workers.invokeAll(tasks));
        });
  }

  public void testFailuresReachTheCaller() throws IOException {
    onAnyNumberOfThreads(
        workers ->
            expectThrows(
                IOException.class,
                () ->
                    workers.run(
                        10_000,
                        (from, count) -> {
                          throw new IOException("on purpose");
                        })));
  }

  public void testAbortIsCheckedBeforeEveryTask() throws IOException {
    int allowed = randomIntBetween(0, 4);
    AtomicInteger checks = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    Workers workers =
        new Workers(
            null,
            () -> {
              if (checks.getAndIncrement() == allowed) {
                throw new IOException("aborted");
              }
            });
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.add(runs::incrementAndGet);
    }
    expectThrows(IOException.class, () -> workers.invokeAll(tasks));
    assertEquals(allowed, runs.get());
  }

  public void testAbortIsCheckedOnOtherThreads() throws IOException {
    try (ExecutorService executor = executor(2)) {
      Workers workers =
          new Workers(
              executor,
              () -> {
                throw new IOException("aborted");
              });
      AtomicInteger runs = new AtomicInteger();
      expectThrows(
          IOException.class, () -> workers.run(10_000, (from, size) -> runs.incrementAndGet()));
      assertEquals(0, runs.get());
    }
  }

  public void testInterruptionEndsTheWork() throws IOException {
    int last = randomIntBetween(0, 3);
    AtomicInteger runs = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.add(
          () -> {
            if (runs.getAndIncrement() == last) {
              Thread.currentThread().interrupt();
            }
            return null;
          });
    }
    Workers workers = new Workers(null, () -> {});
    expectThrows(ThreadInterruptedException.class, () -> workers.invokeAll(tasks));
    assertEquals(last + 1, runs.get());
    assertFalse("still interrupted", Thread.interrupted());
  }

  public void testClustersDoNotDependOnTheNumberOfThreads() throws IOException {
    int dimension = randomIntBetween(1, 8);
    int size = randomIntBetween(3000, 6000);
    Points points =
        new Points(RandomData.blobs(random(), size, dimension, 10, 0.3f), size, dimension);
    int k = randomIntBetween(1, 80);
    long seed = random().nextLong();
    List<float[]> results = new ArrayList<>();
    onAnyNumberOfThreads(
        workers ->
            results.add(
                new HierarchicalKMeans(new SplittableRandom(seed), workers).run(points, k)));
    assertArrayEquals(results.get(0), results.get(1), 0f);
    assertArrayEquals(results.get(0), results.get(2), 0f);
  }
}
