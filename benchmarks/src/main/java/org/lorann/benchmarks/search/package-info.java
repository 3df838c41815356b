// SPDX-License-Identifier: Apache-2.0

/** Recall and time of searches through several formats, over the whole range of their knobs. */
package org.lorann.benchmarks.search;
