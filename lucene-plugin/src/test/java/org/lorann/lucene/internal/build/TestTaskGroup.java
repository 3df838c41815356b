// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.NamedThreadFactory;
import org.apache.lucene.util.ThreadInterruptedException;

public class TestTaskGroup extends LuceneTestCase {

  private static ExecutorService executor(int threads) {
    return Executors.newFixedThreadPool(threads, new NamedThreadFactory("group"));
  }

  public void testInterruptedCallerWaitsForWhatHasBegun() throws Exception {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean returnedEarly = new AtomicBoolean();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = randomIntBetween(2, 20); i > 0; i--) {
      tasks.add(
          () -> {
            if (Thread.currentThread() == caller) {
              // Spinning, as it is to be interrupted only where the group waits.
              while (begun.getCount() > 0) {
                Thread.onSpinWait();
              }
            } else {
              begun.countDown();
              mayEnd.await();
              ended.set(true);
            }
            return null;
          });
    }
    Thread interrupter =
        new Thread(
            () -> {
              awaitState(caller, begun);
              caller.interrupt();
              // It goes back to waiting, if it is as it should be.
              for (int i = 0; i < 20 && returnedEarly.get() == false; i++) {
                Thread.yield();
              }
              mayEnd.countDown();
            });
    try (ExecutorService executor = executor(1)) {
      interrupter.start();
      expectThrows(
          ThreadInterruptedException.class,
          () -> {
            try {
              new TaskGroup<>(tasks).run(executor);
            } finally {
              returnedEarly.set(ended.get() == false);
            }
          });
    } finally {
      mayEnd.countDown();
      interrupter.join();
    }
    assertFalse("a task was still running", returnedEarly.get());
    assertFalse("still interrupted", Thread.interrupted());
  }

  private static void awaitState(Thread caller, CountDownLatch begun) {
    try {
      begun.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    while (caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  public void testNothingBeginsAfterAFailure() throws IOException {
    int threads = randomIntBetween(0, 3);
    int failing = randomIntBetween(0, 20);
    AtomicInteger runs = new AtomicInteger();
    AtomicBoolean failed = new AtomicBoolean();
    AtomicInteger late = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      tasks.add(
          () -> {
            late.addAndGet(failed.get() ? 1 : 0);
            runs.incrementAndGet();
            if (number == failing) {
              failed.set(true);
              throw new IOException("on purpose");
            }
            return null;
          });
    }
    try (ExecutorService executor = threads == 0 ? null : executor(threads)) {
      IOException e = expectThrows(IOException.class, () -> new TaskGroup<>(tasks).run(executor));
      assertEquals("on purpose", e.getMessage());
    }
    if (threads == 0) {
      assertEquals(failing + 1, runs.get());
      assertEquals(0, late.get());
    }
    assertTrue("" + runs, runs.get() < tasks.size());
  }

  public void testOtherFailuresAreNotLost() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      tasks.add(
          () -> {
            both.countDown();
            both.await();
            throw new IOException("on purpose");
          });
    }
    try (ExecutorService executor = executor(1)) {
      IOException e = expectThrows(IOException.class, () -> new TaskGroup<>(tasks).run(executor));
      assertEquals(1, e.getSuppressed().length);
    }
  }

  public void testCallerDoesWhatTheExecutorRejects() throws IOException {
    int accepted = randomIntBetween(0, 5);
    AtomicInteger asked = new AtomicInteger();
    List<Callable<Integer>> tasks = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      tasks.add(() -> number);
      expected.add(number);
    }
    List<Integer> results =
        new TaskGroup<>(tasks)
            .run(
                task -> {
                  if (asked.getAndIncrement() == accepted) {
                    throw new RejectedExecutionException("full");
                  }
                  task.run();
                });
    assertEquals(expected, results);
    assertEquals(accepted + 1, asked.get());
  }
}
