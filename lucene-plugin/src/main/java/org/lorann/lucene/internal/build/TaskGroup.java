// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * Tasks that are run by the calling thread together with those threads that an executor can spare.
 * After a failure no further task begins. Nothing is returned, and nothing thrown, before all tasks
 * that have begun are at their end, not even when the calling thread is interrupted: tasks read
 * files that are closed and deleted afterwards. That is what Lucene's {@code TaskExecutor} does not
 * promise.
 */
final class TaskGroup<T> {

  private final List<Callable<T>> tasks;
  private final AtomicReferenceArray<T> results;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch unfinished;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  TaskGroup(List<Callable<T>> tasks) {
    this.tasks = tasks;
    this.results = new AtomicReferenceArray<>(tasks.size());
    this.unfinished = new CountDownLatch(tasks.size());
  }

  /**
   * Runs all tasks and returns their results in the order of the tasks.
   *
   * @param executor of the other threads, or null
   */
  List<T> run(Executor executor) throws IOException {
    if (executor != null) {
      offer(executor);
    }
    while (runNext()) {}
    awaitAll();
    if (failure.get() != null) {
      throw IOUtils.rethrowAlways(failure.get());
    }
    List<T> inOrder = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      inOrder.add(results.get(i));
    }
    return inOrder;
  }

  /** Leaves one task at least to the calling thread, which so never waits for a busy executor. */
  private void offer(Executor executor) {
    try {
      for (int i = 1; i < tasks.size(); i++) {
        executor.execute(this::runNext);
      }
    } catch (
        @SuppressWarnings("unused")
        RejectedExecutionException e) {
      // The calling thread does what the executor has no room for.
    }
  }

  /** Runs one of the tasks that have not begun; returns whether there was one. */
  private boolean runNext() {
    int task = next.getAndIncrement();
    if (task >= tasks.size()) {
      return false;
    }
    try {
      if (failure.get() == null) {
        results.set(task, tasks.get(task).call());
      }
    } catch (Throwable t) {
      fail(t);
    } finally {
      unfinished.countDown();
    }
    return true;
  }

  private void awaitAll() {
    while (unfinished.getCount() > 0) {
      try {
        unfinished.await();
      } catch (InterruptedException e) {
        fail(new ThreadInterruptedException(e));
      }
    }
  }

  private void fail(Throwable t) {
    if (failure.compareAndSet(null, t) == false && failure.get() != t) {
      failure.get().addSuppressed(t);
    }
  }
}
