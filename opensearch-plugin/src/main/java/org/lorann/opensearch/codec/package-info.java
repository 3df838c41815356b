// SPDX-License-Identifier: Apache-2.0

/**
 * Puts the vectors of our fields into our format. Codecs keep the names they have in OpenSearch:
 * segments find our format by its own name, so that replicas, snapshots and {@code index.codec}
 * need nothing from us.
 */
package org.lorann.opensearch.codec;
