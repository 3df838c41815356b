// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.query;

import java.io.IOException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.apache.lucene.search.Query;
import org.elasticsearch.common.compress.CompressedXContent;
import org.elasticsearch.index.mapper.MapperService;
import org.elasticsearch.index.query.MatchAllQueryBuilder;
import org.elasticsearch.index.query.MatchNoneQueryBuilder;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.QueryBuilders;
import org.elasticsearch.index.query.QueryRewriteContext;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.search.vectors.ESKnnByteVectorQuery;
import org.elasticsearch.search.vectors.ESKnnFloatVectorQuery;
import org.elasticsearch.search.vectors.VectorData;
import org.elasticsearch.search.vectors.VectorSimilarityQuery;
import org.elasticsearch.test.AbstractQueryTestCase;
import org.lorann.elasticsearch.LorannPlugin;
import org.lorann.host.SearchEffort;

/** Parsing, sending, rewriting and running the query, by the server's own tests for queries. */
public class TestLorannQueryBuilder extends AbstractQueryTestCase<LorannQueryBuilder> {

  private static final int DIMENSIONS = 4;
  private static final String FLOATS = "floats";
  private static final String BYTES = "bytes";

  @Override
  protected Collection<Class<? extends Plugin>> getPlugins() {
    return List.of(LorannPlugin.class);
  }

  @Override
  protected void initializeAdditionalMappings(MapperService mappings) throws IOException {
    String mapping =
        """
        {"properties": {
          "floats": {"type": "dense_vector", "index": true, "dims": 4, "similarity": "l2_norm",
                     "index_options": {"type": "hnsw"}},
          "cosine": {"type": "dense_vector", "index": true, "dims": 4, "similarity": "cosine",
                     "index_options": {"type": "hnsw"}},
          "inner": {"type": "dense_vector", "index": true, "dims": 4, "similarity": "max_inner_product",
                    "index_options": {"type": "hnsw"}},
          "bytes": {"type": "dense_vector", "index": true, "dims": 4, "similarity": "dot_product",
                    "element_type": "byte", "index_options": {"type": "hnsw"}}}}""";
    mappings.merge(
        "_doc", new CompressedXContent(mapping), MapperService.MergeReason.MAPPING_UPDATE);
  }

  @Override
  protected LorannQueryBuilder doCreateTestQueryBuilder() {
    String field = randomFrom(FLOATS, BYTES);
    Integer k = randomBoolean() ? null : between(1, 100);
    Integer candidates = randomBoolean() ? null : between(k == null ? 1 : k, 1_000);
    Float similarity = randomBoolean() ? null : randomFloat();
    List<QueryBuilder> filters =
        randomBoolean()
            ? List.of()
            : List.of(QueryBuilders.termQuery(KEYWORD_FIELD_NAME, randomAlphaOfLength(3)));
    return new LorannQueryBuilder(
        field, vector(field), k, candidates, effort(), similarity, filters);
  }

  private static VectorData vector(String field) {
    float[] floats = new float[DIMENSIONS];
    byte[] bytes = new byte[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      floats[i] = randomFloat();
      bytes[i] = randomByte();
    }
    return field.equals(BYTES)
        ? VectorData.fromStringVector(HexFormat.of().formatHex(bytes))
        : VectorData.fromFloats(floats);
  }

  private static SearchEffort effort() {
    return switch (between(0, 3)) {
      case 0 -> new SearchEffort(null, null, null, null);
      case 1 -> new SearchEffort(randomDoubleBetween(0.01, 0.99, true), null, null, null);
      case 2 -> new SearchEffort(null, null, randomDoubleBetween(0.01, 100, true), null);
      default ->
          new SearchEffort(null, null, randomDoubleBetween(0.01, 100, true), between(1, 1_000));
    };
  }

  @Override
  protected void doAssertLuceneQuery(
      LorannQueryBuilder builder, Query query, SearchExecutionContext context) {
    Query inner =
        query instanceof VectorSimilarityQuery threshold ? threshold.getInnerKnnQuery() : query;
    assertTrue(
        inner.toString(),
        inner instanceof ESKnnFloatVectorQuery || inner instanceof ESKnnByteVectorQuery);
  }

  /** With an effort the same Lucene query comes out, except for the strategy. */
  public void testOnlyTheStrategyDiffers() throws IOException {
    SearchExecutionContext context = createSearchExecutionContext();
    VectorData vector = vector(FLOATS);
    List<QueryBuilder> filters = List.of(QueryBuilders.termQuery(KEYWORD_FIELD_NAME, "x"));
    SearchEffort effort = new SearchEffort(0.9, null, null, null);
    ESKnnFloatVectorQuery ours =
        (ESKnnFloatVectorQuery)
            new LorannQueryBuilder(FLOATS, vector, 7, 70, effort, null, filters).toQuery(context);
    ESKnnFloatVectorQuery stock =
        (ESKnnFloatVectorQuery)
            new LorannQueryBuilder(
                    FLOATS, vector, 7, 70, new SearchEffort(null, null, null, null), null, filters)
                .toQuery(context);
    assertEquals(stock.getField(), ours.getField());
    assertArrayEquals(stock.getTargetCopy(), ours.getTargetCopy(), 0);
    assertEquals(stock.getK(), ours.getK());
    assertEquals(stock.kParam(), ours.kParam());
    assertEquals(stock.getFilter(), ours.getFilter());
    assertEquals(effort.strategy(70), ours.getStrategy());
    assertNotEquals(stock.getStrategy(), ours.getStrategy());
  }

  /** The thresholds of scores are those of the stock query, for every similarity. */
  public void testThresholds() throws IOException {
    SearchExecutionContext context = createSearchExecutionContext();
    for (String field : List.of(FLOATS, BYTES, "cosine", "inner")) {
      VectorData vector = vector(field);
      float similarity = field.equals("inner") ? between(-3, 3) : randomFloat();
      Query[] thresholds = new Query[2];
      for (int i = 0; i < 2; i++) {
        SearchEffort effort = new SearchEffort(i == 0 ? null : 0.9, null, null, null);
        thresholds[i] =
            new LorannQueryBuilder(field, vector, 7, 70, effort, similarity, List.of())
                .toQuery(context);
      }
      // The text has the similarity and the score.
      String stock = thresholds[0].toString("");
      String ours = thresholds[1].toString("");
      assertEquals(withoutInner(stock), withoutInner(ours));
    }
  }

  /** Rewritten once, to an object that is equal, as queries are that wait for an answer. */
  private static final class Pending extends MatchAllQueryBuilder {

    private final boolean isRewritten;

    private Pending(boolean isRewritten) {
      this.isRewritten = isRewritten;
    }

    @Override
    protected QueryBuilder doRewrite(QueryRewriteContext context) {
      return isRewritten ? this : new Pending(true);
    }
  }

  private static LorannQueryBuilder filtered(QueryBuilder filter) {
    return new LorannQueryBuilder(
        FLOATS, vector(FLOATS), 7, 70, effort(), null, List.of(new MatchAllQueryBuilder(), filter));
  }

  public void testFiltersAreRewritten() throws IOException {
    QueryRewriteContext context = createQueryRewriteContext();
    LorannQueryBuilder query = filtered(new Pending(false)).boost(3).queryName("near");
    QueryBuilder rewritten = query.rewrite(context);
    assertNotSame(query, rewritten);
    assertEquals(query, rewritten);
    assertSame(rewritten, rewritten.rewrite(context));
  }

  /** Shards in which a filter matches nothing are left out by that. */
  public void testFilterThatMatchesNothing() throws IOException {
    QueryBuilder nothing = new MatchNoneQueryBuilder();
    assertSame(nothing, filtered(nothing).rewrite(createQueryRewriteContext()));
  }

  private static String withoutInner(String text) {
    return text.replaceAll("innerKnnQuery=.*", "");
  }
}
