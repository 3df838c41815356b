// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.io.IOException;
import java.time.Duration;

/** Waits for something that happens in another process. */
public final class Waiting {

  /** Long enough for a loaded machine; what a test waits for takes seconds on an idle one. */
  public static final Duration LIMIT = Duration.ofMinutes(8);

  private static final long PAUSE_MILLIS = 100;

  private Waiting() {}

  /** What is waited for. */
  @FunctionalInterface
  public interface Condition {
    /**
     * {@return whether it has happened}
     *
     * @throws IOException if that cannot be found out
     */
    boolean holds() throws IOException;
  }

  /**
   * Waits up to {@link #LIMIT}.
   *
   * @param what is waited for, for the message
   * @param condition is asked again and again
   * @throws IOException what the condition throws
   * @throws AssertionError if it does not come about
   */
  public static void until(String what, Condition condition) throws IOException {
    long start = System.nanoTime();
    while (condition.holds() == false) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("waited " + LIMIT.toMinutes() + " minutes in vain for " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
