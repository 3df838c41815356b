// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.List;
import org.junit.Test;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** Mappings are kept as given, changed where that is possible, and refused where they are wrong. */
public class MappingIT extends OpenSearchTestCase {

  @Test
  public void testKeepsWhatWasGiven() throws IOException {
    String parameters =
        """
        "dimension": "3", "space_type": "innerproduct", "data_type": "byte", "index": "false",
        "meta": {"model": "mini"},
        "method": {"name": "lorann", "parameters": {
          "vectors_per_cluster": 128, "rank": "32", "projected_dimensions": 2, "bits": 8,
          "target_recall": 0.9, "exact_search_threshold": 10}}""";
    rest().put("/mapping-kept", index("", field("v", parameters))).ok();

    JsonNode field = mapping("mapping-kept").path("v");

    assertEquals("lorann_vector", field.path("type").asString());
    assertEquals(3, field.path("dimension").asInt());
    assertEquals("innerproduct", field.path("space_type").asString());
    assertEquals("byte", field.path("data_type").asString());
    assertFalse(field.path("index").asBoolean());
    assertEquals("mini", field.path("meta").path("model").asString());
    JsonNode tunables = field.path("method").path("parameters");
    assertEquals(6, tunables.size());
    assertEquals(128, tunables.path("vectors_per_cluster").asInt());
    assertEquals("32", tunables.path("rank").asString());
    assertEquals(0.9, tunables.path("target_recall").asDouble(), 0);
  }

  @Test
  public void testKeepsTheMethod() throws IOException {
    rest().put("/mapping-method", index("", field("v", method("hnsw")))).ok();
    JsonNode method = mapping("mapping-method").at("/v/method");
    assertEquals("hnsw", method.path("name").asString());
    assertEquals(0, method.path("parameters").size());
    String copy = "{\"mappings\": {\"properties\": " + mapping("mapping-method") + "}";
    rest().put("/mapping-copied", copy + ", \"settings\": {\"index.lorann\": true}}").ok();
    assertEquals(mapping("mapping-method"), mapping("mapping-copied"));
  }

  private static String method(String name) {
    return "\"dimension\": 3, \"method\": {\"name\": \"" + name + "\"}";
  }

  /** Whatever else is changed, the method has to be given again, as it was. */
  @Test
  public void testTheMethodStays() throws IOException {
    rest().put("/mapping-stays", index("", field("v", method("hnsw")))).ok();
    String changed = ", \"meta\": {\"model\": \"mini\"}";
    for (String other : List.of(method("lorann"), "\"dimension\": 3", tunable("\"rank\": 16"))) {
      assertRefused(putField("mapping-stays", other + changed), "Cannot update parameter [method]");
    }
    putField("mapping-stays", method("hnsw") + changed).ok();
    assertEquals("hnsw", mapping("mapping-stays").at("/v/method/name").asString());
    assertEquals("mini", mapping("mapping-stays").at("/v/meta/model").asString());

    rest().put("/mapping-ours", index("", field("v", tunable("\"rank\": 16")))).ok();
    assertRefused(
        putField("mapping-ours", method("hnsw")),
        "Cannot update parameter [method] from [{\\\"name\\\":\\\"lorann\\\"");
    assertEquals(16, mapping("mapping-ours").at("/v/method/parameters/rank").asInt());
  }

  @Test
  public void testLeavesDefaultsOut() throws IOException {
    rest().put("/mapping-defaults", index("", field("v", "\"dimension\": 3"))).ok();
    JsonNode field = mapping("mapping-defaults").path("v");
    assertEquals(field.toString(), 2, field.size());
    JsonNode complete =
        rest()
            .get("/mapping-defaults/_mapping/field/v?include_defaults=true")
            .ok()
            .at("/mapping-defaults/mappings/v/mapping/v");
    assertEquals("l2", complete.path("space_type").asString());
    assertEquals("float", complete.path("data_type").asString());
    assertEquals("lorann", complete.at("/method/name").asString());
  }

  private static String tunable(String parameter) {
    return "\"dimension\": 3, \"method\": {\"parameters\": {" + parameter + "}}";
  }

  @Test
  public void testNeedsTheIndexSetting() throws IOException {
    String properties = "{\"properties\": {" + field("v", "\"dimension\": 3") + "}}";
    assertRefused(
        rest().put("/mapping-plain", "{\"mappings\": " + properties + "}"), "[index.lorann: true]");
    rest().put("/mapping-plain", "{}").ok();
    assertRefused(rest().put("/mapping-plain/_mapping", properties), "[index.lorann: true]");
    assertRefused(
        rest().put("/mapping-plain/_settings", "{\"index.lorann\": true}"), "index.lorann");
    assertRefused(
        rest().put("/mapping-odd", "{\"settings\": {\"index.lorann\": \"maybe\"}}"),
        "index.lorann");
  }

  @Test
  public void testChangesWhatSegmentsSayThemselves() throws IOException {
    rest().put("/mapping-changes", index("", field("v", tunable("\"rank\": 16")))).ok();
    putField("mapping-changes", tunable("\"rank\": 32, \"target_recall\": 0.8")).ok();
    JsonNode tunables = mapping("mapping-changes").at("/v/method/parameters");
    assertEquals(32, tunables.path("rank").asInt());
    assertEquals(0.8, tunables.path("target_recall").asDouble(), 0);

    assertRefused(putField("mapping-changes", "\"dimension\": 4"), "[dimension]");
    assertRefused(
        putField("mapping-changes", "\"dimension\": 3, \"space_type\": \"cosinesimil\""),
        "[space_type]");
    assertRefused(
        putField("mapping-changes", "\"dimension\": 3, \"data_type\": \"byte\""), "[data_type]");
    assertRefused(putField("mapping-changes", tunable("\"rank\": 0")), "[rank]");
  }

  private static Rest.Response putField(String index, String parameters) throws IOException {
    return rest()
        .put("/" + index + "/_mapping", "{\"properties\": {" + field("v", parameters) + "}}");
  }

  @Test
  public void testDynamicTemplate() throws IOException {
    String template =
        """
        {"settings": {"index": {"lorann": true}},
         "mappings": {"dynamic_templates": [{"vectors": {"match": "*_vector", "mapping":
           {"type": "lorann_vector", "dimension": 3}}}]}}""";
    rest().put("/mapping-dynamic", template).ok();
    rest().put("/mapping-dynamic/_doc/1?refresh", "{\"title_vector\": [1, 2, 3]}").ok();
    assertEquals("lorann_vector", mapping("mapping-dynamic").at("/title_vector/type").asString());
    assertEquals(
        List.of("1"),
        ids(
            rest(),
            "mapping-dynamic",
            1,
            nearest("title_vector", new float[] {1, 2, 3}, "\"k\": 1")));
  }

  @Test
  public void testIndexTemplateAndAlias() throws IOException {
    rest()
        .put(
            "/_index_template/mapping-template",
            "{\"index_patterns\": [\"mapping-templated*\"], \"template\": "
                + index(
                    "",
                    field("v", "\"dimension\": 2")
                        + ", \"w\": {\"type\": \"alias\", \"path\": \"v\"}")
                + "}")
        .ok();
    rest().put("/mapping-templated/_doc/1?refresh", "{\"v\": [1, 2]}").ok();
    assertEquals(
        List.of("1"),
        ids(rest(), "mapping-templated", 1, nearest("w", new float[] {1, 2}, "\"k\": 1")));
  }

  /** One vector, indexed for two measures. */
  @Test
  public void testMultiFields() throws IOException {
    String parameters =
        """
        "dimension": 2, "fields": {"angle":
          {"type": "lorann_vector", "dimension": 2, "space_type": "cosinesimil"}}""";
    rest().put("/mapping-multi", index("", field("v", parameters))).ok();
    rest().put("/mapping-multi/_doc/near", "{\"v\": [1, 1]}").ok();
    rest().put("/mapping-multi/_doc/parallel", "{\"v\": [4, 0]}").ok();
    rest().put("/mapping-multi/_doc/none?refresh", "{\"v\": null}").ok();
    float[] query = {1, 0};
    assertEquals(
        List.of("near", "parallel"),
        ids(rest(), "mapping-multi", 2, nearest("v", query, "\"k\": 2")));
    assertEquals(
        List.of("parallel", "near"),
        ids(rest(), "mapping-multi", 2, nearest("v.angle", query, "\"k\": 2")));
  }

  /** The greatest dimension that a field may have. */
  @Test
  public void testManyDimensions() throws IOException {
    String hnsw = "\"dimension\": 4096, \"method\": {\"name\": \"hnsw\"}";
    rest()
        .put(
            "/mapping-wide",
            index("", field("v", "\"dimension\": 4096") + ", " + field("hnsw", hnsw)))
        .ok();
    float[] wide = new float[4_096];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = random().nextFloat();
    }
    String vector = Vectors.json(wide);
    bulk(rest(), "mapping-wide", 3, i -> "{\"v\": " + vector + ", \"hnsw\": " + vector + "}");
    forceMerge(rest(), "mapping-wide");
    for (String field : List.of("v", "hnsw")) {
      assertEquals(3, ids(rest(), "mapping-wide", 10, nearest(field, wide, "\"k\": 10")).size());
    }
  }

  private static JsonNode mapping(String index) throws IOException {
    return rest()
        .get("/" + index + "/_mapping")
        .ok()
        .path(index)
        .path("mappings")
        .path("properties");
  }
}
