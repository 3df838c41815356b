// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.TaskExecutor;
import org.opensearch.search.internal.ContextIndexSearcher;

/**
 * A query that is rewritten without the server's profiler.
 *
 * <p>Lucene's queries for nearest vectors search when they are rewritten, and let the searcher
 * rewrite their filter on the way. The profiler times every rewrite and cannot time one within
 * another: its times are wrong then, or it fails the request. The outer rewrite is still timed, and
 * with it all that happens here.
 */
final class UnprofiledRewrite extends Query {

  private final Query query;
  private final int k;

  /**
   * Wraps a query.
   *
   * @param query one of Lucene's, which knows how many candidates it looks for
   * @param k how many of them it finds, of which Lucene's equality and text know nothing
   */
  UnprofiledRewrite(Query query, int k) {
    this.query = query;
    this.k = k;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    return query.rewrite(isProfiled(searcher) ? unprofiled(searcher) : searcher);
  }

  private static boolean isProfiled(IndexSearcher searcher) {
    return searcher instanceof ContextIndexSearcher context && context.getProfiler() != null;
  }

  /** The same searcher in all that a rewrite asks of it: segments, threads, caches, time-out. */
  private static IndexSearcher unprofiled(IndexSearcher profiled) {
    IndexSearcher searcher =
        new IndexSearcher(profiled.getTopReaderContext()) {
          @Override
          public TaskExecutor getTaskExecutor() {
            return profiled.getTaskExecutor();
          }
        };
    searcher.setSimilarity(profiled.getSimilarity());
    searcher.setQueryCache(profiled.getQueryCache());
    searcher.setQueryCachingPolicy(profiled.getQueryCachingPolicy());
    searcher.setTimeout(profiled.getTimeout());
    return searcher;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    query.visit(visitor);
  }

  @Override
  public String toString(String field) {
    return "nearest[" + k + "]" + query.toString(field);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && query.equals(((UnprofiledRewrite) other).query)
        && k == ((UnprofiledRewrite) other).k;
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), query, k);
  }
}
