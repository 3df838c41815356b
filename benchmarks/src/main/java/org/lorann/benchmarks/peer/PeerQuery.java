// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.function.LongSupplier;
import org.apache.lucene.search.Query;

/**
 * A query for one search.
 *
 * @param visited tells, after the search, how many vectors the query was compared with, in whatever
 *     form
 */
public record PeerQuery(Query query, LongSupplier visited) {}
