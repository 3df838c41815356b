// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.util.NamedThreadFactory;
import org.lorann.benchmarks.console.UserError;

/** Runs one task per worker and hands the first failure to the caller. */
public final class Parallel {

  /** The share of one worker. */
  @FunctionalInterface
  public interface Worker {
    void run(int worker) throws IOException;
  }

  private Parallel() {}

  public static void run(int workers, Worker task) throws IOException {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(workers, new NamedThreadFactory("worker"))) {
      List<Future<Void>> running = new ArrayList<>(workers);
      for (int i = 0; i < workers; i++) {
        int worker = i;
        running.add(
            executor.submit(
                () -> {
                  task.run(worker);
                  return null;
                }));
      }
      awaitAll(running);
    }
  }

  private static void awaitAll(List<Future<Void>> running) throws IOException {
    try {
      for (Future<Void> worker : running) {
        worker.get();
      }
    } catch (ExecutionException e) {
      running.forEach(worker -> worker.cancel(true));
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof UserError cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      running.forEach(worker -> worker.cancel(true));
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
