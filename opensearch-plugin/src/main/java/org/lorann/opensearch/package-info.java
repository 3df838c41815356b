// SPDX-License-Identifier: Apache-2.0

/**
 * A plugin for OpenSearch: the field type {@code lorann_vector}, the query {@code lorann}, and the
 * index setting {@code index.lorann} that lets an index have such fields.
 *
 * <p>Vectors of these fields are written by {@link org.lorann.lucene.LorannVectorsFormat}, or by
 * Lucene's HNSW if the field says so; all else in an index stays as OpenSearch makes it.
 */
package org.lorann.opensearch;
