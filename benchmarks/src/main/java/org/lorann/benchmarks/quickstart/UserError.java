// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

/** A failure whose message tells the user what to do; nobody needs its stack trace. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserError(String message) {
    super(message);
  }

  UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
