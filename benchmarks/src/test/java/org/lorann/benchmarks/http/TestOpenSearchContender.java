// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.util.List;
import org.junit.Test;
import org.lorann.benchmarks.data.Metric;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said to OpenSearch is well-formed, and asks for what it should. */
public class TestOpenSearchContender {

  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  public void testIndex() {
    for (OpenSearchContender contender : OpenSearchContender.values()) {
      JsonNode body = MAPPER.readTree(contender.indexBody(384, Metric.ANGULAR));
      JsonNode field = body.at("/mappings/properties/v");
      assertEquals(384, field.path("dimension").asInt());
      assertEquals("cosinesimil", field.path("space_type").asString());
      assertEquals(1, body.at("/settings/number_of_shards").asInt());
    }
    JsonNode ours = MAPPER.readTree(OpenSearchContender.LORANN.indexBody(3, Metric.EUCLIDEAN));
    assertEquals("l2", ours.at("/mappings/properties/v/space_type").asString());
  }

  /** Ours and the peer on the same server differ in the method of the field. */
  @Test
  public void testMethods() {
    String ours = OpenSearchContender.LORANN.indexBody(3, Metric.EUCLIDEAN);
    String hnsw = OpenSearchContender.HNSW.indexBody(3, Metric.EUCLIDEAN);
    assertNotEquals(ours, hnsw);
    assertEquals(ours, hnsw.replace("\"name\": \"hnsw\"", "\"name\": \"lorann\""));
    assertEquals(
        List.of(OpenSearchContender.LORANN, OpenSearchContender.HNSW),
        ServerKind.OPENSEARCH.contenders());
  }

  @Test
  public void testSearch() {
    JsonNode ours = MAPPER.readTree(OpenSearchContender.LORANN.searchBody("[1, 2]", 10, 15));
    assertEquals(10, ours.path("size").asInt());
    assertEquals(15, ours.at("/query/lorann/v/k").asInt());
    assertEquals(2, ours.at("/query/lorann/v/vector").size());

    JsonNode hnsw = MAPPER.readTree(OpenSearchContender.HNSW.searchBody("[1, 2]", 10, 50));
    assertEquals(10, hnsw.path("size").asInt());
    assertEquals(10, hnsw.at("/query/lorann/v/k").asInt());
    assertEquals(50, hnsw.at("/query/lorann/v/method_parameters/ef_search").asInt());

    JsonNode knn = MAPPER.readTree(OpenSearchContender.KNN_LUCENE.searchBody("[1, 2]", 10, 50));
    assertEquals(10, knn.path("size").asInt());
    assertEquals(10, knn.at("/query/knn/v/k").asInt());
    assertEquals(50, knn.at("/query/knn/v/method_parameters/ef_search").asInt());
  }
}
