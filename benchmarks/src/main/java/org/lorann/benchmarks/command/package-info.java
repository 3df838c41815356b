// SPDX-License-Identifier: Apache-2.0

/** The command line of the benchmark: {@code ./benchmark}. */
package org.lorann.benchmarks.command;
