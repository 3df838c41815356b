// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.Test;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import org.lorann.host.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Two nodes, and indexes whose shard is on both. */
public class ReplicationIT extends OpenSearchTestCase {

  private static final int DOCUMENTS = 1_500;
  private static final int K = 10;

  private static Node first;
  private static Node second;
  private static Vectors vectors;

  @Before
  public void startNodes() throws IOException {
    if (first != null) {
      return;
    }
    first = Node.builder(installation()).name("first").build().start();
    second = Node.builder(installation()).name("second").joins(first).build().start();
    Waiting.until(
        "two nodes",
        () -> first.rest().get("/_cluster/health").ok().path("number_of_nodes").asInt() == 2);
    vectors = Vectors.random(random(), DOCUMENTS, 16);
  }

  @AfterClass
  public static void stopNodes() throws IOException {
    second.close();
    first.close();
    first = null;
    second = null;
  }

  private static void create(String index, String replication) throws IOException {
    String settings =
        "\"replication.type\": \""
            + replication
            + "\", "
            + SEPARATE_FILES
            + ", \"refresh_interval\": -1";
    String parameters =
        """
        "dimension": 16,
        "method": {"parameters": {"exact_search_threshold": 0, "vectors_per_cluster": 32}}""";
    first
        .rest()
        .put(
            "/" + index,
            index(settings, field("v", parameters))
                .replace("\"number_of_replicas\": 0", "\"number_of_replicas\": 1"))
        .ok();
    awaitGreen(index);
  }

  private static void awaitGreen(String index) throws IOException {
    Waiting.until(
        index + " on both nodes",
        () ->
            first
                .rest()
                .get("/_cluster/health/" + index)
                .body()
                .path("status")
                .asString()
                .equals("green"));
  }

  private static void fill(String index) throws IOException {
    for (int part = 0; part < 3; part++) {
      bulk(
          first.rest(),
          index,
          part * DOCUMENTS / 3,
          (part + 1) * DOCUMENTS / 3,
          i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
    }
    forceMerge(first.rest(), index);
  }

  /** Replicas copy the files of the primary: nothing is built twice. */
  @Test
  public void testSegmentReplication() throws IOException {
    create("segments", "SEGMENT");
    fill("segments");
    Waiting.until(
        "the same segments on both nodes",
        () -> segments("segments").size() == 1 && hasAll("segments"));

    assertRecallOfBoth("segments");
    for (Node node : List.of(first, second)) {
      assertTrue(
          node.files(".clivf").stream().anyMatch(file -> file.toString().contains("_Lorann1_")));
    }
    assertEquals(1, writers("segments"));
  }

  /** Every copy indexes for itself. */
  @Test
  public void testDocumentReplication() throws IOException {
    create("documents", "DOCUMENT");
    fill("documents");
    Waiting.until("all documents", () -> hasAll("documents"));
    assertRecallOfBoth("documents");
    assertEquals(2, writers("documents"));
  }

  /** How many copies of a shard have indexed or merged anything themselves. */
  private static int writers(String index) throws IOException {
    int writers = 0;
    for (JsonNode shard :
        first
            .rest()
            .get("/" + index + "/_stats?level=shards")
            .ok()
            .at("/indices/" + index + "/shards/0")) {
      writers += shard.at("/merges/total_docs").asInt() > 0 ? 1 : 0;
    }
    return writers;
  }

  /** The sets of names of the segments that copies of the shard have. */
  private static Set<String> segments(String index) throws IOException {
    Set<String> sets = new TreeSet<>();
    for (JsonNode copy :
        first.rest().get("/" + index + "/_segments").ok().at("/indices/" + index + "/shards/0")) {
      sets.add(new TreeSet<>(copy.path("segments").propertyNames()).toString());
    }
    return sets;
  }

  private static boolean hasAll(String index) throws IOException {
    first.rest().post("/" + index + "/_refresh", null).ok();
    for (String preference : List.of("_primary", "_replica")) {
      int count =
          first
              .rest()
              .get("/" + index + "/_search?size=0&track_total_hits=true&preference=" + preference)
              .ok()
              .at("/hits/total/value")
              .asInt();
      if (count < DOCUMENTS) {
        return false;
      }
    }
    return true;
  }

  private static void assertRecallOfBoth(String index) throws IOException {
    for (String preference : List.of("_primary", "_replica")) {
      double recall = 0;
      for (int i = 0; i < K; i++) {
        float[] query = vectors.query(random());
        List<String> expected = vectors.nearest(query, K, Similarity.L2, n -> true);
        recall += Vectors.recall(expected, search(first.rest(), index, preference, query)) / K;
      }
      assertTrue(preference + " " + recall, recall >= 0.85);
    }
  }

  private static List<String> search(Rest rest, String index, String preference, float[] query)
      throws IOException {
    return rest.post(
            "/" + index + "/_search?preference=" + preference,
            "{\"query\": " + nearest("v", query, "\"k\": " + K) + "}")
        .ok()
        .at("/hits/hits")
        .valueStream()
        .map(hit -> hit.path("_id").asString())
        .toList();
  }

  /** The replica takes over when the primary's node dies, and gets a copy when it is back. */
  @Test
  public void testReplicaTakesOver() throws IOException {
    create("takeover", "SEGMENT");
    fill("takeover");
    Waiting.until("all documents", () -> hasAll("takeover"));
    second.kill();
    Waiting.until(
        "a primary",
        () ->
            first
                .rest()
                .get("/_cluster/health/takeover")
                .body()
                .path("status")
                .asString()
                .equals("yellow"));
    bulk(first.rest(), "takeover", 10, i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
    second.start();
    awaitGreen("takeover");
    Waiting.until("all documents", () -> hasAll("takeover"));
    assertRecallOfBoth("takeover");
  }
}
