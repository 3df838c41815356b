// SPDX-License-Identifier: Apache-2.0

/** Vectors, queries and true neighbours, from the files of other benchmarks or made up. */
package org.lorann.benchmarks.data;
