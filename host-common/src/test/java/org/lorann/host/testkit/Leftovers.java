// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what is still open when the JVM ends, the newest first: servers that several test classes
 * share, and those of a run that was broken off.
 */
final class Leftovers {

  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::closeAll, "close leftovers"));
  }

  private Leftovers() {}

  static synchronized void add(AutoCloseable opened) {
    OPEN.push(opened);
  }

  static synchronized void remove(AutoCloseable closed) {
    OPEN.remove(closed);
  }

  private static synchronized void closeAll() {
    for (AutoCloseable leftover : OPEN.toArray(AutoCloseable[]::new)) {
      try {
        leftover.close();
      } catch (Exception e) {
        System.err.println("cannot close " + leftover + ": " + e);
      }
    }
  }
}
