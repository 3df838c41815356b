// SPDX-License-Identifier: Apache-2.0

/** What it costs to build and to merge indexes, measured in a JVM of its own each. */
package org.lorann.benchmarks.build;
