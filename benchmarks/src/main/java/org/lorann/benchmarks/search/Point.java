// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import org.lorann.benchmarks.measure.Latency;

/**
 * What one setting of a format's knob achieves.
 *
 * @param peer the name of the format
 * @param setting the position of its knob
 * @param candidates how many neighbours were asked for
 * @param recall the mean over all queries
 */
public record Point(
    String peer, String setting, int candidates, double recall, Work work, Latency latency) {

  /** Queries per second of processor time, what formats are compared by. */
  public double rate() {
    return latency.queriesPerCpuSecond();
  }
}
