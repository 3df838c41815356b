// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code lorann} query: the stock {@code knn} query, and how much work it is to do.
 *
 * <p>What can be left to the stock query is: it checks parameters, normalises vectors, applies the
 * filters of aliases and finds the parents of nested documents. Only the strategy is exchanged.
 */
package org.lorann.elasticsearch.query;
