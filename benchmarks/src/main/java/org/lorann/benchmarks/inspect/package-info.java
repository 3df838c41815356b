// SPDX-License-Identifier: Apache-2.0

/** Prints what is known about the vector fields of an index. */
package org.lorann.benchmarks.inspect;
