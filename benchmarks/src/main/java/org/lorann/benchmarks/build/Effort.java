// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

/**
 * What searches took and found.
 *
 * @param visited vectors scored by their codes, on average for a query
 * @param recall the mean over all queries
 */
record Effort(double visited, double recall) {}
