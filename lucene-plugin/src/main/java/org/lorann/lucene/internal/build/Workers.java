// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.util.IORunnable;
import org.lorann.lucene.internal.cluster.BatchRunner;

/**
 * Runs the parts of a build, on an executor if there is one, and lets Lucene abort it between any
 * two of them. What is computed never depends on the number of threads.
 */
public final class Workers implements BatchRunner {

  private static final int BATCH = 2048;

  private final TaskExecutor executor;
  private final IORunnable abortCheck;

  /**
   * Creates workers.
   *
   * @param executor where to run tasks, or null for the calling thread
   * @param abortCheck throws when the build is no longer wanted
   */
  public Workers(Executor executor, IORunnable abortCheck) {
    this.executor = executor == null ? null : new TaskExecutor(executor);
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

  /** Runs all tasks and returns their results in the order of the tasks. */
  public <T> List<T> invokeAll(Collection<Callable<T>> tasks) throws IOException {
    if (executor == null || tasks.size() < 2) {
      return invokeHere(tasks);
    }
    List<Callable<T>> checked = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      checked.add(() -> call(task));
    }
    return executor.invokeAll(checked);
  }

  private <T> List<T> invokeHere(Collection<Callable<T>> tasks) throws IOException {
    List<T> results = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      try {
        results.add(call(task));
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return results;
  }

  private <T> T call(Callable<T> task) throws Exception {
    abortCheck.run();
    return task.call();
  }
}
