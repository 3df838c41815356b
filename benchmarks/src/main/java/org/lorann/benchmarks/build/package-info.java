// SPDX-License-Identifier: Apache-2.0

/** What it costs to build and to merge indexes, and what generations of merges do to recall. */
package org.lorann.benchmarks.build;
