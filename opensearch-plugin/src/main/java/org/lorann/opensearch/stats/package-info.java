// SPDX-License-Identifier: Apache-2.0

/** {@code GET /_plugins/_lorann/stats}: what shards know about the vectors of our fields. */
package org.lorann.opensearch.stats;
