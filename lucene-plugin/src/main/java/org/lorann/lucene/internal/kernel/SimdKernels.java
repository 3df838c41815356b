// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

/** What a vectorized implementation extends: it is compiled for a newer Java and found by name. */
abstract non-sealed class SimdKernels extends Kernels {}
