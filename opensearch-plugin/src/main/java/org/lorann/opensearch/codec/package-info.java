// SPDX-License-Identifier: Apache-2.0

/**
 * Puts the vectors of our fields into the format of their method. Codecs keep the names they have
 * in OpenSearch: segments find the formats by their own names, so that replicas, snapshots and
 * {@code index.codec} need nothing from us.
 */
package org.lorann.opensearch.codec;
