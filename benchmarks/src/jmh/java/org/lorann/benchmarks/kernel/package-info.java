// SPDX-License-Identifier: Apache-2.0

/**
 * The kernels of searches next to what the machine can do: reading from memory or a cache, and
 * multiplying and adding.
 */
package org.lorann.benchmarks.kernel;
