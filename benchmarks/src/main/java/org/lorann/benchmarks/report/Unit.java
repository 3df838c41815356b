// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.util.Locale;

/** What the numbers of a column are, and so how people see them. */
public enum Unit {
  TEXT("%s"),
  COUNT("%,.0f"),
  DECIMAL("%,.1f"),
  MILLIS("%,.3f"),
  RECALL("%.3f"),
  RATIO("%.2fx"),
  PERCENT("%.1f %%");

  private static final String NOTHING = "-";

  private final String format;

  Unit(String format) {
    this.format = format;
  }

  /** The text of a cell; a number that is none becomes a dash. */
  String format(Object cell) {
    if (cell instanceof Number number) {
      double value = number.doubleValue();
      return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
    }
    return cell.toString();
  }

  /** The text of a cell for programs. */
  static String plain(Object cell) {
    if (cell instanceof Number number && Double.isNaN(number.doubleValue())) {
      return "";
    }
    return cell.toString();
  }
}
