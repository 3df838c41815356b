// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * Lucene's query, for an index of several segments: a search of a segment knows what was found in
 * the others, see {@link LorannKnnCollectorManager}. Everything else is as Lucene does it, in
 * segments of other formats, too.
 *
 * <p>When an executor searches segments at the same time, what one knows of the others depends on
 * chance. Two searches may then miss different hits, within the recall that is aimed at.
 *
 * @lucene.experimental
 */
public class LorannFloatVectorQuery extends KnnFloatVectorQuery {

  /**
   * A query for the recall that segments were written with.
   *
   * @param field the name of a field of floats
   * @param target what is searched for
   * @param k how many neighbours are wanted, at least 1
   * @throws IllegalArgumentException if k is out of range
   */
  public LorannFloatVectorQuery(String field, float[] target, int k) {
    super(field, target, k);
  }

  /**
   * The same among the documents that match another query.
   *
   * @param field the name of a field of floats
   * @param target what is searched for
   * @param k how many neighbours are wanted, at least 1
   * @param filter what hits have to match, or null
   * @throws IllegalArgumentException if k is out of range
   */
  public LorannFloatVectorQuery(String field, float[] target, int k, Query filter) {
    super(field, target, k, filter);
  }

  /**
   * The same with a strategy.
   *
   * @param field the name of a field of floats
   * @param target what is searched for
   * @param k how many neighbours are wanted, at least 1
   * @param filter what hits have to match, or null
   * @param strategy how much work is done, such as a {@link LorannSearchStrategy}
   * @throws IllegalArgumentException if k is out of range
   */
  public LorannFloatVectorQuery(
      String field, float[] target, int k, Query filter, KnnSearchStrategy strategy) {
    super(field, target, k, filter, strategy);
  }

  @Override
  protected KnnCollectorManager getKnnCollectorManager(int k, IndexSearcher searcher) {
    return new LorannKnnCollectorManager(super.getKnnCollectorManager(k, searcher), k, searcher);
  }
}
