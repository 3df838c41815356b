// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * A query whose search is to be traced.
 *
 * @param vector what is searched for
 * @param wanted ordinals of the vectors to be found, ascending
 * @param excluded ordinals of vectors to be ignored, ascending
 * @param exact scores vectors as reranking does
 */
public record TracedQuery(QueryVector vector, int[] wanted, int[] excluded, ExactScores exact) {}
