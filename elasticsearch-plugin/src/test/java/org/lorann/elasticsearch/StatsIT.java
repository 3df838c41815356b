// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import org.junit.BeforeClass;
import org.junit.Test;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** What can be seen from outside, and that searches do what is set at the moment. */
public class StatsIT extends HostTestCase {

  private static final int DIMENSIONS = 16;
  private static final int DOCUMENTS = 3_000;

  private static Node node;
  private static Vectors vectors;
  private static VectorIndex index;

  @BeforeClass
  public static void createIndex() throws IOException {
    node = SharedServer.node();
    vectors = Vectors.random(random(), DOCUMENTS, DIMENSIONS);
    index =
        VectorIndex.create(
                node,
                "stats",
                VectorIndex.CLUSTERED + ", \"index.lorann.field.v.rank\": 12",
                DIMENSIONS,
                "l2_norm")
            .add(vectors, 0, 2_950)
            .add(vectors, 2_950, DOCUMENTS);
  }

  private static JsonNode field(String path) throws IOException {
    JsonNode answer = node.rest().get(path).ok();
    assertEquals(answer.toPrettyString(), 0, answer.path("_shards").path("failed").asInt());
    JsonNode shard = answer.path("indices").path("stats").path("shards").path("0").path(0);
    assertTrue(shard.path("primary").asBoolean());
    return shard.path("fields").path("v");
  }

  @Test
  public void testFacts() throws IOException {
    JsonNode field = field("/stats/_lorann/stats");
    assertEquals(2, field.path("segments").asInt());
    assertEquals(DOCUMENTS, field.path("vectors").asInt());
    assertTrue(field.path("bytes").path("total").asLong() > 4L * DIMENSIONS * DOCUMENTS);
    JsonNode large = field.path("by_segment").path(0);
    assertEquals(2_950, large.path("vectors").asInt());
    assertEquals(DIMENSIONS, large.path("dimension").asInt());
    assertEquals(0.95, large.path("target_recall").asDouble(), 0);
    JsonNode clusters = large.path("clusters");
    assertEquals(12, clusters.path("rank").asInt());
    assertEquals(32, clusters.path("vectors_per_cluster").asInt());
    assertTrue(clusters.path("count").asInt() > 50);
    assertTrue(clusters.path("energy_kept").asDouble() > 0.9);
    assertTrue(clusters.path("calibration").size() > 2);
    assertTrue(large.path("build_millis").path("total").asLong() > 0);
    JsonNode small = field.path("by_segment").path(1);
    assertFalse("too small for clusters", small.has("clusters"));
  }

  @Test
  public void testIndices() throws IOException {
    VectorIndex.create(node, "stats-stock", VectorIndex.STOCK, DIMENSIONS, "l2_norm");
    JsonNode all = node.rest().get("/_lorann/stats").ok().path("indices");
    assertTrue(all.has("stats"));
    assertFalse(all.has("stats-stock"));
    assertTrue(node.rest().get("/stats*/_lorann/stats").ok().path("indices").has("stats"));
    JsonNode stock = node.rest().get("/stats-stock/_lorann/stats").ok().path("indices");
    assertEquals(
        "named, and without fields in our format",
        0,
        stock.path("stats-stock").path("shards").path("0").path(0).path("fields").size());
    assertTrue(stock.at("/stats-stock/shards/0/0").has("fields"));
    node.rest().get("/no-such-index/_lorann/stats").expect(404);
    node.rest().get("/stats/_lorann/stats?no_such_parameter").expect(400);
  }

  /** The recall set at the moment, of whatever level, says how much work a stock search does. */
  @Test
  public void testTargetRecallIsDynamic() throws IOException {
    long byDefault = vectorsEstimated();
    set("index.lorann.target_recall", "0.5");
    long less = vectorsEstimated();
    assertTrue(less + " < " + byDefault, less < byDefault);
    set("index.lorann.field.v.target_recall", "0.99");
    long more = vectorsEstimated();
    assertTrue(more + " > " + byDefault, more > byDefault);
    set("index.lorann.field.v.target_recall", null);
    assertEquals(less, vectorsEstimated());
    set("index.lorann.target_recall", null);
    setCluster("0.99");
    assertEquals(more, vectorsEstimated());
    setCluster(null);
    assertEquals(byDefault, vectorsEstimated());
  }

  private static void set(String key, String value) throws IOException {
    node.rest().put("/stats/_settings", "{\"" + key + "\": " + value + "}").ok();
  }

  private static void setCluster(String value) throws IOException {
    node.rest()
        .put("/_cluster/settings", "{\"persistent\": {\"lorann.target_recall\": " + value + "}}")
        .ok();
  }

  /** The work of some searches, which are always the same. */
  private static long vectorsEstimated() throws IOException {
    long before = searches().path("vectors_estimated").asLong();
    for (int i = 0; i < DOCUMENTS; i += 100) {
      assertEquals(10, index.knn(vectors.get(i), 10, "").size());
    }
    return searches().path("vectors_estimated").asLong() - before;
  }

  private static JsonNode searches() throws IOException {
    return field("/_lorann/stats").path("searches");
  }
}
