// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.Test;
import org.lorann.host.testkit.Host;
import org.lorann.host.testkit.Installation;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import org.lorann.host.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A node that goes away, in whatever way, comes back with all that it has acknowledged. */
public class RestartIT extends OpenSearchTestCase {

  private static final int K = 10;
  private static final String CLUSTERS =
      """
      "dimension": 16,
      "method": {"parameters": {"exact_search_threshold": 0, "vectors_per_cluster": 32}}""";

  /** The node is killed while one thread indexes and another merges. */
  @Test
  public void testKilledWhileIndexingAndMerging() throws Exception {
    Vectors vectors = Vectors.random(random(), 20_000, 16);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (Node node = Node.builder(installation()).name("killed").build().start()) {
      node.rest()
          .put("/killed", index("\"refresh_interval\": \"200ms\"", field("v", CLUSTERS)))
          .ok();
      Rest rest = node.rest();
      Thread indexing = new Thread(() -> index(rest, vectors, acknowledged), "indexing");
      Thread merging = new Thread(() -> merge(rest), "merging");
      indexing.start();
      merging.start();
      Waiting.until("documents", () -> acknowledged.size() >= 2_000);
      node.kill();
      indexing.join();
      merging.join();
      assertTrue("all was indexed before the kill", acknowledged.size() < vectors.size());

      node.start();
      awaitStatus(node.rest(), "killed", "green");
      node.rest().post("/killed/_refresh", null).ok();
      Set<String> found = Set.copyOf(allIds(node.rest(), "killed", vectors.size()));
      List<String> lost = acknowledged.stream().filter(id -> found.contains(id) == false).toList();
      assertEquals(List.of(), lost);
      forceMerge(node.rest(), "killed");
      assertRecall(node.rest(), "killed", vectors, found);
    }
  }

  private static void index(Rest rest, Vectors vectors, Set<String> acknowledged) {
    try {
      for (int from = 0; from < vectors.size(); from += 100) {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < from + 100; i++) {
          lines.add("{\"index\": {\"_id\": \"" + i + "\"}}");
          lines.add("{\"v\": " + Vectors.json(vectors.get(i)) + "}");
        }
        JsonNode answer = rest.bulk("/killed/_bulk", lines).ok();
        for (JsonNode item : answer.path("items")) {
          if (item.at("/index/status").asInt() == 201) {
            acknowledged.add(item.at("/index/_id").asString());
          }
        }
      }
    } catch (IOException e) {
      // The node is gone.
      return;
    }
  }

  private static void merge(Rest rest) {
    try {
      while (true) {
        rest.post("/killed/_forcemerge?max_num_segments=1", null).ok();
      }
    } catch (IOException e) {
      // The node is gone.
      return;
    }
  }

  private static List<String> allIds(Rest rest, String index, int size) throws IOException {
    rest.put("/" + index + "/_settings", "{\"index.max_result_window\": " + size + "}").ok();
    return ids(rest, index, size, "{\"match_all\": {}}");
  }

  private static void assertRecall(Rest rest, String index, Vectors vectors, Set<String> present)
      throws IOException {
    double recall = 0;
    for (int i = 0; i < K; i++) {
      float[] query = vectors.query(random());
      List<String> expected =
          vectors.nearest(query, K, Similarity.L2, n -> present.contains(String.valueOf(n)));
      recall +=
          Vectors.recall(expected, ids(rest, index, K, nearest("v", query, "\"k\": " + K))) / K;
    }
    assertTrue(String.valueOf(recall), recall >= 0.85);
  }

  private static void awaitStatus(Rest rest, String index, String status) throws IOException {
    Waiting.until(
        index + " to be " + status,
        () ->
            rest.get("/_cluster/health/" + index).body().path("status").asString().equals(status));
  }

  /**
   * Without the plugin, indexes with our fields cannot be opened, and others are not affected. With
   * it, everything is as before, although the server has put its setting aside in between.
   */
  @Test
  public void testWithoutThePluginAndBack() throws IOException {
    Vectors vectors = Vectors.random(random(), 1_000, 16);
    try (Installation bare = Installation.unpack(Host.OPENSEARCH, distribution());
        Node node = Node.builder(installation()).name("bare").build().start()) {
      node.rest().put("/ours", index(SEPARATE_FILES, field("v", CLUSTERS))).ok();
      bulk(node.rest(), "ours", 500, i -> source(vectors, i));
      node.rest().post("/ours/_flush", null).ok();
      node.rest().put("/other/_doc/1?refresh", "{\"text\": \"other\"}").ok();
      node.stop();

      node.use(bare);
      node.start();
      Waiting.until(
          "the other index",
          () -> node.rest().get("/other/_count").body().path("count").asInt() == 1);
      assertEquals("red", node.rest().get("/_cluster/health/ours").ok().path("status").asString());
      node.stop();

      node.use(installation());
      node.start();
      awaitStatus(node.rest(), "ours", "green");
      assertEquals(500, node.rest().get("/ours/_count").ok().path("count").asInt());
      int clusterFiles = node.files(".clivf").size();
      assertTrue(String.valueOf(clusterFiles), clusterFiles > 0);
      bulk(node.rest(), "ours", vectors.size(), i -> source(vectors, i));
      forceMerge(node.rest(), "ours");
      assertRecall(node.rest(), "ours", vectors, Set.copyOf(allIds(node.rest(), "ours", 1_000)));
      assertEquals(List.of(), node.files(".vex"));
      node.rest()
          .put("/ours/_mapping", "{\"properties\": {" + field("w", "\"dimension\": 2") + "}}")
          .ok();
    }
  }

  private static String source(Vectors vectors, int i) {
    return "{\"v\": " + Vectors.json(vectors.get(i)) + "}";
  }
}
