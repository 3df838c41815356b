// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.concurrent.ExecutorService;

/**
 * The threads that a build may use.
 *
 * @param executor has so many threads
 */
public record Workers(ExecutorService executor, int threads) {}
