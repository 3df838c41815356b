// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.ThreadInterruptedException;
import org.lorann.lucene.internal.cluster.BatchRunner;

/**
 * Runs the parts of a build, on an executor if there is one. Between any two of them it ends if
 * Lucene has aborted the merge or someone has interrupted the thread. What is computed never
 * depends on the number of threads.
 */
public final class Workers implements BatchRunner {

  /**
   * Elements of a batch. What there is in memory for each of them, such as a projected vector,
   * should together fit into a second-level cache, and into half of the smallest region of G1,
   * which goes through the whole heap more often if arrays are larger.
   */
  private static final int BATCH = 512;

  /** Tasks whose results are in memory at a time. */
  private static final int WAVE = 16;

  private final Executor executor;
  private final IORunnable abortCheck;

  /**
   * Creates workers.
   *
   * @param executor where to run tasks, or null for the calling thread
   * @param abortCheck throws when the build is no longer wanted
   */
  public Workers(Executor executor, IORunnable abortCheck) {
    this.executor = executor;
    this.abortCheck = abortCheck;
  }

  @Override
  public void run(int size, Task task) throws IOException {
    List<Callable<Void>> batches = new ArrayList<>();
    for (int from = 0; from < size; from += BATCH) {
      int start = from;
      int length = Math.min(BATCH, size - from);
      batches.add(
          () -> {
            task.run(start, length);
            return null;
          });
    }
    invokeAll(batches);
  }

  /** Computes something from the elements {@code from} to {@code from + size - 1}. */
  interface BatchFunction<T> {
    T apply(int from, int size) throws IOException;
  }

  /** Takes a result. */
  interface ResultConsumer<T> {
    void accept(T result) throws IOException;
  }

  /** Splits a range into batches and hands over what is computed from them, in their order. */
  <T> void inOrder(int size, BatchFunction<T> function, ResultConsumer<T> consumer)
      throws IOException {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int from = 0; from < size; from += BATCH) {
      int start = from;
      int length = Math.min(BATCH, size - from);
      tasks.add(() -> function.apply(start, length));
    }
    inOrder(tasks, consumer);
  }

  /**
   * Runs tasks and hands over their results in the order of the tasks, a few at a time. No task
   * runs while a result is being taken.
   */
  <T> void inOrder(List<Callable<T>> tasks, ResultConsumer<T> consumer) throws IOException {
    for (int from = 0; from < tasks.size(); from += WAVE) {
      for (T result : invokeAll(tasks.subList(from, Math.min(tasks.size(), from + WAVE)))) {
        consumer.accept(result);
      }
    }
  }

  /** Runs all tasks and returns their results in the order of the tasks. */
  public <T> List<T> invokeAll(Collection<Callable<T>> tasks) throws IOException {
    List<Callable<T>> checked = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      checked.add(
          () -> {
            checkAborted();
            return task.call();
          });
    }
    return new TaskGroup<>(checked).run(executor);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ThreadInterruptedException if the thread is interrupted, whose status is cleared then,
   *     as Lucene does
   */
  @Override
  public void checkAborted() throws IOException {
    abortCheck.run();
    if (Thread.interrupted()) {
      throw new ThreadInterruptedException(new InterruptedException("interrupted during a build"));
    }
  }
}
