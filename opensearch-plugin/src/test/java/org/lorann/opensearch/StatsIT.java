// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import org.junit.Test;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** The statistics say what is in the shards, and what searches did. */
public class StatsIT extends OpenSearchTestCase {

  @Test
  public void testStats() throws IOException {
    Vectors vectors = Vectors.random(random(), 1_200, 8);
    String parameters =
        "\"dimension\": 8, \"space_type\": \"cosinesimil\","
            + " \"method\": {\"parameters\": {\"bits\": 8, \"vectors_per_cluster\": 64}}";
    rest().put("/stats", index("\"refresh_interval\": -1", field("v", parameters))).ok();
    rest().put("/stats-other/_doc/1", "{}").ok();
    bulk(rest(), "stats", vectors.size(), i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
    forceMerge(rest(), "stats");
    for (int i = 0; i < 3; i++) {
      ids(rest(), "stats", 10, nearest("v", vectors.query(random()), "\"k\": 10"));
    }

    JsonNode answer = rest().get("/_plugins/_lorann/stats/").ok();

    assertEquals(0, answer.at("/_shards/failed").asInt());
    assertTrue(answer.path("indices").has("stats"));
    assertFalse(answer.path("indices").has("stats-other"));
    assertEquals(
        answer.at("/indices/stats"),
        rest().get("/_plugins/_lorann/stats,stats-other/stats").ok().at("/indices/stats"));
    JsonNode copy = answer.at("/indices/stats/shards/0/0");
    assertTrue(copy.path("primary").asBoolean());
    JsonNode field = copy.at("/fields/v");
    assertEquals(1, field.path("segments").asInt());
    assertEquals(1_200, field.path("vectors").asInt());
    assertTrue(field.at("/bytes/raw_vectors").asLong() >= 1_200 * 8 * 4);
    assertTrue(field.at("/build_millis/total").asLong() > 0);
    assertEquals(3, field.at("/searches/count").asInt());
    assertTrue(field.at("/searches/vectors_reranked").asInt() >= 3 * 10);
    JsonNode clusters = field.at("/by_segment/0/clusters");
    assertTrue(clusters.path("count").asInt() > 1);
    assertEquals(8, clusters.path("bits").asInt());
    assertEquals(64, clusters.path("vectors_per_cluster").asInt());
    assertEquals(10, clusters.at("/calibration/0/k").asInt());
    rest().get("/_plugins/_lorann/absent/stats").expect(404);
  }

  @Test
  public void testEmptyIndex() throws IOException {
    rest().put("/stats-empty", index("", field("v", "\"dimension\": 8"))).ok();
    JsonNode fields =
        rest()
            .get("/_plugins/_lorann/stats-empty/stats")
            .ok()
            .at("/indices/stats-empty/shards/0/0/fields");
    assertTrue(fields.isObject());
    assertEquals(0, fields.size());
  }
}
