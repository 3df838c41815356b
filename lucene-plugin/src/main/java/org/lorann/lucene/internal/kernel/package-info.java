// SPDX-License-Identifier: Apache-2.0

/**
 * The loops that all the time goes into. {@code Kernels} is what the rest calls, implemented in
 * plain Java and with the Vector API; {@code MatrixInput} multiplies matrices that stand in a file,
 * in the form that {@code PackedMatrix} defines and {@code Quantizer} produces.
 *
 * <p>Internal: may change in any release.
 */
package org.lorann.lucene.internal.kernel;
