// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.util.List;

/** Lines through points. */
public record Chart(String title, Axis x, Axis y, List<Series> series) {

  /** An axis and its scale. */
  public record Axis(String label, boolean logarithmic) {}

  /** One line. */
  public record Series(String name, List<Spot> spots) {}

  /**
   * A point of a line.
   *
   * @param label what shows when a mouse rests on it
   */
  public record Spot(double x, double y, String label) {}
}
