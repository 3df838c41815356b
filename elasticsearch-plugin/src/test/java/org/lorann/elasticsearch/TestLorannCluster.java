// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertAcked;
import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertNoFailures;
import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertResponse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.LeafReaderContext;
import org.elasticsearch.action.index.IndexRequestBuilder;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService;
import org.elasticsearch.index.engine.Engine;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.shard.IndexShard;
import org.elasticsearch.index.shard.IndexShardState;
import org.elasticsearch.indices.IndicesService;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.search.SearchHit;
import org.elasticsearch.search.vectors.KnnVectorQueryBuilder;
import org.elasticsearch.search.vectors.VectorData;
import org.elasticsearch.test.ESIntegTestCase;
import org.lorann.elasticsearch.query.LorannQueryBuilder;
import org.lorann.host.SearchEffort;
import org.lorann.lucene.LorannSegmentInfo;

/** Several nodes: replicas, their recovery, and shards that move. */
@ESIntegTestCase.ClusterScope(
    scope = ESIntegTestCase.Scope.TEST,
    numDataNodes = 2,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class TestLorannCluster extends ESIntegTestCase {

  private static final String INDEX = "vectors";
  private static final int DIMENSIONS = 8;
  private static final int DOCUMENTS = 600;

  private float[][] vectors;

  @Override
  protected Collection<Class<? extends Plugin>> nodePlugins() {
    return List.of(LorannPlugin.class);
  }

  /** The framework's engine would be a second one for our indices. */
  @Override
  protected boolean addMockInternalEngine() {
    return false;
  }

  private void createIndex(int replicas) {
    assertAcked(
        prepareCreate(INDEX)
            .setSettings(
                Settings.builder()
                    .put("index.number_of_shards", 1)
                    .put("index.number_of_replicas", replicas)
                    .put("index.refresh_interval", "-1")
                    .putList("index.lorann.fields", "v")
                    .put("index.lorann.field.v.exact_search_threshold", 100)
                    .put("index.lorann.field.v.vectors_per_cluster", 16))
            .setMapping(
                """
                {"properties": {"v": {"type": "dense_vector", "dims": 8, "similarity": "l2_norm",
                  "index_options": {"type": "hnsw"}}}}"""));
    ensureGreen(INDEX);
  }

  private void indexDocuments() throws InterruptedException {
    vectors = new float[DOCUMENTS][DIMENSIONS];
    List<IndexRequestBuilder> requests = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      for (int j = 0; j < DIMENSIONS; j++) {
        vectors[i][j] = (float) random().nextGaussian();
      }
      requests.add(prepareIndex(INDEX).setId(String.valueOf(i)).setSource(Map.of("v", vectors[i])));
    }
    indexRandom(true, false, false, requests);
  }

  /** Every document is found by its own vector, and by either query, on whatever copy answers. */
  private void checkAllFound() {
    for (int i = 0; i < DOCUMENTS; i += 37) {
      checkFound(i, new KnnVectorQueryBuilder("v", vectors[i], 5, 10, null, null, null));
      SearchEffort effort = new SearchEffort(0.99, null, null, null);
      checkFound(
          i,
          new LorannQueryBuilder("v", new VectorData(vectors[i]), 5, 10, effort, null, List.of()));
    }
  }

  private void checkFound(int id, QueryBuilder query) {
    assertResponse(
        client().prepareSearch(INDEX).setQuery(query).setSize(5),
        response -> {
          assertNoFailures(response);
          SearchHit[] hits = response.getHits().getHits();
          assertEquals(Arrays.toString(hits), String.valueOf(id), hits[0].getId());
          assertEquals(1, hits[0].getScore(), 0);
        });
  }

  /** The vectors in our format of every copy, by the node that has it. */
  private Map<String, Integer> vectorsByNode() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (String node : internalCluster().getNodeNames()) {
      for (IndexService index : internalCluster().getInstance(IndicesService.class, node)) {
        for (IndexShard shard : index) {
          if (shard.state() == IndexShardState.STARTED) {
            counts.put(node, vectorsOf(shard));
          }
        }
      }
    }
    return counts;
  }

  private static int vectorsOf(IndexShard shard) throws IOException {
    int count = 0;
    try (Engine.Searcher searcher = shard.acquireSearcher("test")) {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        for (LorannSegmentInfo info : LorannSegmentInfo.of(leaf.reader())) {
          count += info.vectors();
        }
      }
    }
    return count;
  }

  private void checkCopies(int copies) throws IOException {
    Map<String, Integer> counts = vectorsByNode();
    assertEquals(counts.toString(), copies, counts.size());
    counts.values().forEach(count -> assertEquals(counts.toString(), DOCUMENTS, (int) count));
  }

  public void testReplicas() throws Exception {
    createIndex(1);
    indexDocuments();
    checkCopies(2);
    checkAllFound();
    assertNoFailures(indicesAdmin().prepareForceMerge(INDEX).setMaxNumSegments(1).get());
    refresh(INDEX);
    checkCopies(2);
    checkAllFound();
  }

  /** A replica that is added later is copied from the primary, file by file. */
  public void testPeerRecovery() throws Exception {
    createIndex(0);
    indexDocuments();
    checkCopies(1);
    setReplicaCount(1, INDEX);
    ensureGreen(INDEX);
    checkCopies(2);
    checkAllFound();
  }

  public void testRelocation() throws Exception {
    createIndex(0);
    indexDocuments();
    String from = vectorsByNode().keySet().iterator().next();
    updateIndexSettings(
        Settings.builder().put("index.routing.allocation.exclude._name", from), INDEX);
    ensureGreen(INDEX);
    assertBusy(() -> checkCopies(1));
    assertFalse(vectorsByNode().containsKey(from));
    checkAllFound();
  }

  public void testNodeRestart() throws Exception {
    createIndex(1);
    indexDocuments();
    flush(INDEX);
    internalCluster().restartRandomDataNode();
    ensureGreen(INDEX);
    checkCopies(2);
    checkAllFound();
  }
}
