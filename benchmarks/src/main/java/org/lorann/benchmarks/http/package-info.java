// SPDX-License-Identifier: Apache-2.0

/**
 * Measures servers as their users see them: over HTTP, with bulks of documents and searches in
 * JSON. {@link org.lorann.benchmarks.http.HttpContender} has what differs between servers and
 * formats.
 */
package org.lorann.benchmarks.http;
