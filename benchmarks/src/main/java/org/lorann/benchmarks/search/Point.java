// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import org.lorann.benchmarks.measure.Latency;

/**
 * What one setting of a format's knob achieves.
 *
 * @param peer the name of the format
 * @param setting the position of its knob
 * @param candidates how many were asked for, or 0 if that is not known
 * @param recall the mean over all queries
 * @param visited vectors compared with the query on average, in whatever form, or NaN if unknown
 */
public record Point(
    String peer, String setting, int candidates, double recall, double visited, Latency latency) {

  /** Queries per second of processor time, what formats are compared by. */
  public double rate() {
    return latency.queriesPerCpuSecond();
  }
}
