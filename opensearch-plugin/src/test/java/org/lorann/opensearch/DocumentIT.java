// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** Vectors of documents are taken in, given back, changed and deleted. */
public class DocumentIT extends OpenSearchTestCase {

  private static final float[] ORIGIN = {0, 0, 0};

  @Test
  public void testRefusesMalformedVectors() throws IOException {
    rest().put("/documents-malformed", index("", fields())).ok();
    List<String> malformed =
        List.of(
            "{\"v\": [1, 2]}",
            "{\"v\": [1, 2, 3, 4]}",
            "{\"v\": []}",
            "{\"v\": 1}",
            "{\"v\": \"1,2,3\"}",
            "{\"v\": {\"a\": [1, 2, 3]}}",
            "{\"v\": [1, \"2\", 3]}",
            "{\"v\": [1, null, 3]}",
            "{\"v\": [1, true, 3]}",
            "{\"v\": [1, {\"a\": [9]}, 3]}",
            "{\"v\": [[1, 2, 3]]}",
            "{\"v\": [[1, 2, 3], [4, 5, 6]]}",
            "{\"v\": [1, 2, 1e39]}",
            "{\"cosine\": [0, 0, 0]}",
            "{\"cosine\": [1e-30, 0, 0]}",
            "{\"cosine\": [1e30, 0, 0]}",
            "{\"bytes\": [1, 2, 128]}",
            "{\"bytes\": [1, 2, -129]}",
            "{\"bytes\": [1, 2, 0.5]}",
            "{\"unsearchable\": [1, 2]}",
            "{\"o\": [{\"v\": [1, 2, 3]}, {\"v\": [4, 5, 6]}]}");
    for (String document : malformed) {
      assertRefused(rest().post("/documents-malformed/_doc", document), "failed to parse field [");
    }
    rest().put("/documents-malformed/_doc/1?refresh", "{\"v\": [1, 2, 3]}").ok();
    assertEquals(1, rest().get("/documents-malformed/_count").ok().path("count").asInt());
  }

  private static String fields() {
    return String.join(
        ", ",
        field("v", "\"dimension\": 3"),
        field("cosine", "\"dimension\": 3, \"space_type\": \"cosinesimil\""),
        field("bytes", "\"dimension\": 3, \"data_type\": \"byte\""),
        field("unsearchable", "\"dimension\": 3, \"index\": false"),
        "\"o\": {\"properties\": {" + field("v", "\"dimension\": 3") + "}}");
  }

  /** The rest of such a document is indexed, if the index is told to do so. */
  @Test
  public void testIgnoresMalformedVectors() throws IOException {
    rest()
        .put(
            "/documents-ignored",
            index("\"mapping.ignore_malformed\": true", fields() + ", \"n\": {\"type\": \"long\"}"))
        .ok();
    List<String> vectors =
        List.of("[1, 2]", "\"text\"", "[1, [2], 3]", "{\"a\": [1]}", "[1, null, {\"a\": [3]}]");
    bulk(
        rest(),
        "documents-ignored",
        vectors.size(),
        i -> "{\"v\": " + vectors.get(i) + ", \"n\": " + i + "}");
    for (int i = 0; i < vectors.size(); i++) {
      assertEquals(
          vectors.get(i),
          List.of(String.valueOf(i)),
          ids(rest(), "documents-ignored", 10, "{\"term\": {\"n\": " + i + "}}"));
    }
    assertEquals(
        List.of(), ids(rest(), "documents-ignored", 10, nearest("v", ORIGIN, "\"k\": 10")));
  }

  @Test
  public void testMissingValues() throws IOException {
    rest().put("/documents-missing", index("", fields())).ok();
    bulk(
        rest(),
        "documents-missing",
        4,
        i ->
            List.of(
                    "{\"v\": [1, 2, 3], \"unsearchable\": [1, 2, 3]}",
                    "{\"v\": null}",
                    "{}",
                    "{\"v\": [4, 5, 6]}")
                .get(i));
    assertEquals(Set.of("0", "3"), exists("v"));
    assertEquals(Set.of("0"), exists("unsearchable"));
    assertEquals(Set.of(), exists("bytes"));
    assertEquals(
        List.of("0", "3"), ids(rest(), "documents-missing", 10, nearest("v", ORIGIN, "\"k\": 10")));
    assertEquals(
        List.of(), ids(rest(), "documents-missing", 10, nearest("bytes", ORIGIN, "\"k\": 10")));
  }

  private static Set<String> exists(String field) throws IOException {
    return Set.copyOf(
        ids(rest(), "documents-missing", 10, "{\"exists\": {\"field\": \"" + field + "\"}}"));
  }

  @Test
  public void testGivesVectorsBack() throws IOException {
    rest().put("/documents-back", index("", fields())).ok();
    rest()
        .put(
            "/documents-back/_doc/1?refresh", "{\"v\": [1.5, -2, 3e-3], \"bytes\": [-128, 0, 127]}")
        .ok();
    JsonNode hit =
        rest()
            .post("/documents-back/_search", "{\"fields\": [\"v\", \"bytes\"]}")
            .ok()
            .at("/hits/hits/0");
    assertEquals("[1.5,-2,0.003]", hit.at("/_source/v").toString());
    assertEquals("[1.5,-2,0.003]", hit.at("/fields/v").toString());
    assertEquals("[-128,0,127]", hit.at("/fields/bytes").toString());
    assertRefused(
        rest()
            .post(
                "/documents-back/_search",
                "{\"fields\": [{\"field\": \"v\", \"format\": \"hex\"}]}"),
        "has no formats");
    assertRefused(rest().post("/documents-back/_search", "{\"sort\": [\"v\"]}"), "lorann_vector");
    assertRefused(
        rest().post("/documents-back/_search", "{\"query\": {\"term\": {\"v\": 1}}}"), "[lorann]");
    JsonNode capabilities =
        rest().get("/documents-back/_field_caps?fields=v").ok().at("/fields/v/lorann_vector");
    assertTrue(capabilities.path("searchable").asBoolean());
    assertFalse(capabilities.path("aggregatable").asBoolean());
  }

  @Test
  public void testUpdatesAndDeletes() throws IOException {
    rest().put("/documents-changed", index("", fields() + ", \"n\": {\"type\": \"long\"}")).ok();
    bulk(rest(), "documents-changed", 10, i -> "{\"v\": [" + i + ", 0, 0]}");
    rest().post("/documents-changed/_update/0", "{\"doc\": {\"n\": 7}}").ok();
    rest().post("/documents-changed/_update/1", "{\"doc\": {\"v\": [90, 0, 0]}}").ok();
    rest().post("/documents-changed/_update/2", "{\"doc\": {\"v\": null}}").ok();
    rest().delete("/documents-changed/_doc/3?refresh").ok();
    List<String> expected = List.of("0", "4", "5", "6", "7", "8", "9", "1");
    String query = nearest("v", ORIGIN, "\"k\": 10");
    assertEquals(expected, ids(rest(), "documents-changed", 10, query));
    forceMerge(rest(), "documents-changed");
    assertEquals(expected, ids(rest(), "documents-changed", 10, query));
    rest()
        .post(
            "/documents-changed/_delete_by_query?refresh",
            "{\"query\": " + nearest("v", ORIGIN, "\"k\": 2") + "}")
        .ok();
    assertEquals(expected.subList(2, 8), ids(rest(), "documents-changed", 10, query));
  }

  /** With a derived source, vectors are stored once, and come back from there exactly. */
  @Test
  public void testDerivesSource() throws IOException {
    String properties = derivable() + ", \"n\": {\"type\": \"long\"}";
    rest().put("/documents-stored", index("", properties)).ok();
    rest()
        .put("/documents-derived", index("\"derived_source\": {\"enabled\": true}", properties))
        .ok();
    Vectors vectors = Vectors.random(random(), 300, 3);
    for (String index : List.of("/documents-stored", "/documents-derived")) {
      bulk(rest(), index.substring(1), vectors.size(), i -> source(vectors, i));
      forceMerge(rest(), index.substring(1));
    }
    List<String> found = new ArrayList<>();
    for (JsonNode hit :
        hits(rest(), "documents-derived", 20, nearest("v", vectors.get(7), "\"k\": 20"))
            .path("hits")) {
      String id = hit.path("_id").asString();
      found.add(id);
      JsonNode source = hit.path("_source");
      float[] vector = vectors.get(Integer.parseInt(id));
      for (int i = 0; i < vector.length; i++) {
        assertEquals(vector[i], source.path("v").path(i).floatValue(), 0);
        assertEquals(i - 1, source.path("bytes").path(i).asInt());
      }
      assertEquals(Integer.parseInt(id), source.path("n").asInt());
      assertFalse(source.has("cosine"));
    }
    assertEquals(vectors.nearest(vectors.get(7), 20, Similarity.L2, i -> true), found);
    assertTrue(storeSize("documents-derived") < storeSize("documents-stored"));
    rest().post("/documents-derived/_update/7?refresh", "{\"doc\": {\"n\": -1}}").ok();
    assertEquals(
        "7", ids(rest(), "documents-derived", 1, nearest("v", vectors.get(7), "\"k\": 1")).get(0));
  }

  private static String derivable() {
    return String.join(
        ", ",
        field("v", "\"dimension\": 3"),
        field("cosine", "\"dimension\": 3, \"space_type\": \"cosinesimil\""),
        field("bytes", "\"dimension\": 3, \"data_type\": \"byte\""));
  }

  private static String source(Vectors vectors, int i) {
    return "{\"v\": " + Vectors.json(vectors.get(i)) + ", \"bytes\": [-1, 0, 1], \"n\": " + i + "}";
  }

  private static long storeSize(String index) throws IOException {
    return rest()
        .get("/" + index + "/_stats/store")
        .ok()
        .at("/_all/primaries/store/size_in_bytes")
        .asLong();
  }

  @Test
  public void testDerivedSourceNeedsSearchableVectors() throws IOException {
    assertRefused(
        rest()
            .put(
                "/documents-underived",
                index(
                    "\"derived_source\": {\"enabled\": true}",
                    field("v", "\"dimension\": 3, \"index\": false"))),
        "[index: false]");
  }
}
