// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertNoFailures;
import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertResponse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.lucene.index.LeafReaderContext;
import org.elasticsearch.action.bulk.BulkRequestBuilder;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService;
import org.elasticsearch.index.engine.Engine;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.search.vectors.KnnVectorQueryBuilder;
import org.elasticsearch.search.vectors.VectorData;
import org.elasticsearch.test.ESSingleNodeTestCase;
import org.lorann.elasticsearch.LorannPlugin;
import org.lorann.elasticsearch.LorannSettings;
import org.lorann.elasticsearch.query.LorannQueryBuilder;
import org.lorann.host.SearchEffort;
import org.lorann.lucene.LorannSegmentInfo;

/** A recall in the configuration of a node, below those of the cluster and of the index. */
public class TestTargetRecall extends ESSingleNodeTestCase {

  private static final int DIMENSIONS = 8;
  private static final int DOCUMENTS = 2_000;
  private static final String CLUSTER = LorannSettings.CLUSTER_TARGET_RECALL.getKey();
  private static final String INDEX = LorannSettings.INDEX_TARGET_RECALL.getKey();

  /** One might happen to be as far from done at all recalls. */
  private static final int QUERIES = 20;

  private final List<float[]> queries = new ArrayList<>();

  @Override
  protected Collection<Class<? extends Plugin>> getPlugins() {
    return List.of(LorannPlugin.class);
  }

  @Override
  protected Settings nodeSettings() {
    return Settings.builder().put(super.nodeSettings()).put(CLUSTER, "0.5").build();
  }

  private float[] vector() {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  private IndexService index() {
    IndexService index =
        createIndex(
            "recalls",
            indicesAdmin()
                .prepareCreate("recalls")
                .setSettings(
                    Settings.builder()
                        .put("index.number_of_shards", 1)
                        .put("index.refresh_interval", "-1")
                        .putList("index.lorann.fields", "v")
                        .put("index.lorann.field.v.exact_search_threshold", 100)
                        .put("index.lorann.field.v.vectors_per_cluster", 16))
                .setMapping(
                    """
                    {"properties": {"v": {"type": "dense_vector", "dims": 8,
                      "similarity": "l2_norm", "index_options": {"type": "hnsw"}}}}"""));
    BulkRequestBuilder bulk = client().prepareBulk();
    for (int i = 0; i < DOCUMENTS; i++) {
      bulk.add(prepareIndex("recalls").setSource(Map.of("v", vector())));
    }
    assertNoFailures(bulk.get());
    assertNoFailures(indicesAdmin().prepareForceMerge("recalls").setMaxNumSegments(1).get());
    indicesAdmin().prepareRefresh("recalls").get();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(vector());
    }
    return index;
  }

  /** How many vectors stock searches look at. */
  private long effort(IndexService index) throws IOException {
    return effort(index, query -> new KnnVectorQueryBuilder("v", query, 10, 15, null, null, null));
  }

  /** How many searches look at that say themselves which recall they want. */
  private long effort(IndexService index, double recall) throws IOException {
    SearchEffort effort = new SearchEffort(recall, null, null, null);
    return effort(
        index,
        query ->
            new LorannQueryBuilder("v", new VectorData(query), 10, 15, effort, null, List.of()));
  }

  private long effort(IndexService index, Function<float[], QueryBuilder> search)
      throws IOException {
    long before = vectorsEstimated(index);
    for (float[] query : queries) {
      assertResponse(
          client().prepareSearch("recalls").setQuery(search.apply(query)),
          response -> assertEquals(10, response.getHits().getHits().length));
    }
    return vectorsEstimated(index) - before;
  }

  private static long vectorsEstimated(IndexService index) throws IOException {
    long sum = 0;
    try (Engine.Searcher searcher = index.getShard(0).acquireSearcher("test")) {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        for (LorannSegmentInfo info : LorannSegmentInfo.of(leaf.reader())) {
          sum += info.searches().vectorsEstimated();
        }
      }
    }
    return sum;
  }

  public void testLevels() throws IOException {
    IndexService index = index();
    assertTrue(effort(index, 0.5) < effort(index, 0.8));
    assertTrue(effort(index, 0.8) < effort(index, 0.99));

    assertEquals("the node's", effort(index, 0.5), effort(index));
    updateCluster("0.99");
    assertEquals("the cluster's", effort(index, 0.99), effort(index));
    updateIndex("0.8");
    assertEquals("the index's", effort(index, 0.8), effort(index));
    updateCluster(null);
    assertEquals("the index's", effort(index, 0.8), effort(index));
    updateIndex(null);
    assertEquals("the node's", effort(index, 0.5), effort(index));
  }

  private void updateCluster(String recall) {
    updateClusterSettings(Settings.builder().put(CLUSTER, recall).build());
  }

  private void updateIndex(String recall) {
    indicesAdmin()
        .prepareUpdateSettings("recalls")
        .setSettings(Settings.builder().put(INDEX, recall))
        .get();
  }

  /** A node with a wrong one does not start. */
  public void testWrongConfiguration() {
    IllegalArgumentException e =
        expectThrows(
            IllegalArgumentException.class,
            () ->
                LorannSettings.CLUSTER_TARGET_RECALL.get(
                    Settings.builder().put(CLUSTER, "1").build()));
    assertTrue(e.getMessage(), e.getMessage().contains("[" + CLUSTER + "]"));
  }
}
