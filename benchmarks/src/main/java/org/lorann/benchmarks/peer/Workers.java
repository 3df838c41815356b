// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.util.NamedThreadFactory;

/** The threads that a build may use. */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService others;

  /** So many threads, that which flushes or merges included. */
  public Workers(int threads) {
    this.threads = threads;
    this.others =
        threads > 1
            ? Executors.newFixedThreadPool(threads - 1, new NamedThreadFactory("build"))
            : null;
  }

  /** How many there are. */
  public int threads() {
    return threads;
  }

  /** Those besides the one that flushes or merges, or null if there are none. */
  public ExecutorService others() {
    return others;
  }

  @Override
  public void close() {
    if (others != null) {
      others.close();
    }
  }
}
