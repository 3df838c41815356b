// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import java.util.Locale;

/** Numbers as the result tables show them, the same in every locale. */
public final class Format {
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double NANOS_PER_MICRO = 1e3;

  private Format() {}

  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  public static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%,.0f", perSecond);
  }

  public static String recall(double recall) {
    return String.format(Locale.ROOT, "%.3f", recall);
  }

  public static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.1fx", ratio);
  }

  public static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  public static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / BYTES_PER_MEGABYTE);
  }

  public static String micros(long nanos) {
    return String.format(Locale.ROOT, "%,.0f us", nanos / NANOS_PER_MICRO);
  }
}
