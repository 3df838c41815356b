// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

/** A failure whose message tells the user what to do; nobody needs its stack trace. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserError(String message) {
    super(message);
  }

  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
