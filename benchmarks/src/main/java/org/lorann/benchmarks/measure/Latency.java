// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

/**
 * How fast a contender answered. Both rates are those of the median round: one round disturbed by
 * another process must not decide the result. Percentiles are over all single queries.
 *
 * @param queriesPerSecond by elapsed time
 * @param queriesPerCpuSecond by processor time of the searching thread
 */
public record Latency(
    double queriesPerSecond, double queriesPerCpuSecond, long p50Nanos, long p99Nanos) {}
