// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import java.io.IOException;

/**
 * Splits a range into batches and runs a task over each, possibly on several threads. A task's
 * result must not depend on how the range is split.
 */
public interface BatchRunner {

  /** Works on the elements {@code from} to {@code from + size - 1}. */
  interface Task {
    /** Does the work. */
    void run(int from, int size) throws IOException;
  }

  /** Returns when all batches are done. */
  void run(int size, Task task) throws IOException;

  /**
   * Throws if the result is no longer wanted. Checked before every batch; for loops that have none.
   */
  default void checkAborted() throws IOException {}
}
