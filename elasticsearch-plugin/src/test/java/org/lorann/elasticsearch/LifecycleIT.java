// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.BeforeClass;
import org.junit.Test;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Vectors;
import org.lorann.host.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What happens to documents and indices: updates, deletes, copies, snapshots. */
public class LifecycleIT extends HostTestCase {

  private static final int DIMENSIONS = 16;
  private static final int DOCUMENTS = 600;

  private static Node node;
  private static Vectors vectors;

  @BeforeClass
  public static void startServer() throws IOException {
    node = SharedServer.node();
    vectors = Vectors.random(random(), DOCUMENTS, DIMENSIONS);
  }

  private static VectorIndex create(String name) throws IOException {
    return VectorIndex.create(node, name, VectorIndex.CLUSTERED, DIMENSIONS, "l2_norm")
        .add(vectors, 0, 400)
        .add(vectors, 400, DOCUMENTS);
  }

  private static JsonNode post(String path, String body) throws IOException {
    return node.rest().post(path, body).ok();
  }

  /** Every document is there, is found by its own vector, and has it still. */
  private static void checkComplete(VectorIndex index) throws IOException {
    checkComplete(index, 0);
  }

  private static void checkComplete(VectorIndex index, int from) throws IOException {
    assertEquals(DOCUMENTS - from, index.count());
    for (int i = from; i < DOCUMENTS; i += 29) {
      assertEquals(String.valueOf(i), index.knn(vectors.get(i), 5, "").get(0));
      checkVector(index, i, vectors.get(i));
    }
  }

  private static void checkVector(VectorIndex index, int id, float[] expected) throws IOException {
    JsonNode source =
        node.rest()
            .get("/" + index.name() + "/_doc/" + id + "?_source_exclude_vectors=false")
            .ok()
            .path("_source");
    assertEquals(expected.length, source.path("v").size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], source.path("v").path(i).floatValue(), 0);
    }
  }

  @Test
  public void testUpdates() throws IOException {
    VectorIndex index = create("life-updates");
    post("/life-updates/_update/7?refresh", "{\"doc\": {\"text\": \"seven\"}}");
    checkVector(index, 7, vectors.get(7));
    assertEquals("7", index.knn(vectors.get(7), 5, "").get(0));

    float[] moved = vectors.query(random());
    post("/life-updates/_update/7?refresh", "{\"doc\": {\"v\": " + Vectors.json(moved) + "}}");
    checkVector(index, 7, moved);
    assertEquals("7", index.knn(moved, 5, "").get(0));
    index.mergeToOneSegment();
    checkVector(index, 7, moved);
    assertEquals("7", index.knn(moved, 5, "").get(0));
    JsonNode seven =
        index.search("{\"query\": {\"term\": {\"text\": \"seven\"}}}").path("hits").path("hits");
    assertEquals("7", seven.path(0).path("_id").asString());
  }

  @Test
  public void testDeletes() throws IOException {
    VectorIndex index = create("life-deletes");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add("{\"delete\": {\"_id\": \"" + i + "\"}}");
    }
    JsonNode answer = node.rest().bulk("/life-deletes/_bulk?refresh", lines).ok();
    assertFalse(answer.toPrettyString(), answer.path("errors").asBoolean());
    checkComplete(index, 300);
    checkNoneBelow(index, 300);
    index.mergeToOneSegment();
    checkComplete(index, 300);
    checkNoneBelow(index, 300);
  }

  private static void checkNoneBelow(VectorIndex index, int least) throws IOException {
    for (int i = 0; i < least; i += 17) {
      List<String> found = index.knn(vectors.get(i), 10, "");
      assertEquals(10, found.size());
      found.forEach(id -> assertTrue(id, Integer.parseInt(id) >= least));
    }
  }

  /** An index whose last vector is gone can still be searched and merged. */
  @Test
  public void testNothingLeft() throws IOException {
    VectorIndex index =
        VectorIndex.create(node, "life-empty", VectorIndex.CLUSTERED, DIMENSIONS, "l2_norm");
    assertEquals(List.of(), index.knn(vectors.get(0), 10, ""));
    index.add(vectors, 0, 1);
    assertEquals(List.of("0"), index.knn(vectors.get(0), 10, ""));
    node.rest().delete("/life-empty/_doc/0?refresh").ok();
    index.mergeToOneSegment();
    assertEquals(List.of(), index.knn(vectors.get(0), 10, ""));
    node.rest().put("/life-empty/_doc/x?refresh", "{\"n\": 1}").expect(201);
    assertEquals(List.of(), index.knn(vectors.get(0), 10, ""));
  }

  @Test
  public void testCloseAndOpen() throws IOException {
    VectorIndex index = create("life-closed");
    post("/life-closed/_close", null);
    index.trySearch("{}").expect(400);
    post("/life-closed/_open", null);
    awaitPrimaries("life-closed");
    checkComplete(index);
  }

  @Test
  public void testClone() throws IOException {
    VectorIndex index = create("life-cloned");
    node.rest().put("/life-cloned/_block/write", null).ok();
    post("/life-cloned/_clone/life-clone", "{\"settings\": {\"index.blocks.write\": null}}");
    awaitPrimaries("life-clone");
    VectorIndex clone = new VectorIndex(node, "life-clone");
    checkComplete(clone);
    clone.mergeToOneSegment();
    checkComplete(clone);
    assertEquals("the clone has our settings", 1, clone.segmentsInOurFormat());
    checkComplete(index);
  }

  @Test
  public void testShrinkAndSplit() throws IOException {
    VectorIndex index =
        VectorIndex.create(
                node,
                "life-two",
                VectorIndex.CLUSTERED + ", \"index.number_of_shards\": 2",
                DIMENSIONS,
                "l2_norm")
            .add(vectors, 0, DOCUMENTS);
    checkComplete(index);
    node.rest().put("/life-two/_block/write", null).ok();
    post("/life-two/_shrink/life-one", "{\"settings\": {\"index.number_of_shards\": 1}}");
    post("/life-two/_split/life-four", "{\"settings\": {\"index.number_of_shards\": 4}}");
    awaitPrimaries("life-one");
    awaitPrimaries("life-four");
    checkComplete(new VectorIndex(node, "life-one"));
    checkComplete(new VectorIndex(node, "life-four"));
  }

  @Test
  public void testSnapshots() throws IOException {
    VectorIndex index = create("life-snapped");
    index.mergeToOneSegment();
    node.rest()
        .put(
            "/_snapshot/life",
            String.format(
                Locale.ROOT,
                """
            {"type": "fs", "settings": {"location": "%s"}}""",
                node.snapshots().resolve("life")))
        .ok();
    String body = "{\"indices\": \"life-snapped\", \"include_global_state\": false}";
    JsonNode snapshot =
        node.rest().put("/_snapshot/life/one?wait_for_completion=true", body).ok().path("snapshot");
    assertEquals(snapshot.toPrettyString(), "SUCCESS", snapshot.path("state").asString());
    node.rest().delete("/life-snapped").ok();
    restore("life-snapped", "");
    checkComplete(index);
    assertEquals(1, index.segmentsInOurFormat());

    // Without our settings it can be read all the same, and is written as the server does.
    restore("life-stock", ", \"ignore_index_settings\": [\"index.lorann.*\"]");
    VectorIndex stock = new VectorIndex(node, "life-stock");
    checkComplete(stock);
    assertEquals(1, stock.segmentsInOurFormat());
    stock.add(vectors, 0, 10).mergeToOneSegment();
    assertEquals(0, stock.segmentsInOurFormat());
    assertEquals(1, stock.segmentsInStockFormat());
    checkComplete(stock);
  }

  /**
   * A snapshot of sources has no vectors but those in stored sources; what is restored is read by
   * an engine of the server's own, although our settings came along.
   */
  @Test
  public void testSourceOnlySnapshot() throws IOException {
    VectorIndex index =
        VectorIndex.create(
                node,
                "life-sources",
                VectorIndex.CLUSTERED + ", \"index.mapping.exclude_source_vectors\": false",
                DIMENSIONS,
                "l2_norm")
            .add(vectors, 0, DOCUMENTS);
    node.rest()
        .put(
            "/_snapshot/sources",
            String.format(
                Locale.ROOT,
                """
            {"type": "source", "settings": {"delegate_type": "fs", "location": "%s"}}""",
                node.snapshots().resolve("sources")))
        .ok();
    node.rest()
        .put("/_snapshot/sources/one?wait_for_completion=true", "{\"indices\": \"life-sources\"}")
        .ok();
    node.rest().delete("/life-sources").ok();
    post("/_snapshot/sources/one/_restore?wait_for_completion=true", "{}");
    awaitPrimaries("life-sources");
    assertEquals(DOCUMENTS, index.count());
    JsonNode hits =
        index.search("{\"size\": 600, \"_source\": {\"exclude_vectors\": false}}").at("/hits/hits");
    for (JsonNode hit : hits) {
      float[] expected = vectors.get(hit.path("_id").asInt());
      assertEquals(expected[3], hit.at("/_source/v/3").floatValue(), 0);
    }
    assertEquals(DOCUMENTS, hits.size());
    assertEquals(List.of(), index.knn(vectors.get(0), 5, ""));
    assertTrue(
        node.rest()
            .get("/life-sources/_lorann/stats")
            .ok()
            .at("/indices/life-sources/shards/0/0/fields")
            .isEmpty());
  }

  private static void restore(String name, String parameters) throws IOException {
    post(
        "/_snapshot/life/one/_restore?wait_for_completion=true",
        String.format(
            Locale.ROOT,
            """
        {"indices": "life-snapped", "rename_pattern": ".+", "rename_replacement": "%s"%s}""",
            name,
            parameters));
    awaitPrimaries(name);
  }

  /** Copies of an index have a replica again, for which there is no second node. */
  private static void awaitPrimaries(String index) throws IOException {
    String path = "/_cluster/health/" + index + "?wait_for_status=yellow&timeout=1s";
    Waiting.until("the primaries of " + index, () -> node.rest().get(path).status() == 200);
  }

  /** Reading everything in pages, as reindexing from another cluster does. */
  @Test
  public void testScroll() throws IOException {
    create("life-scrolled");
    JsonNode page =
        post(
            "/life-scrolled/_search?scroll=1m",
            "{\"size\": 250, \"_source\": {\"exclude_vectors\": false}}");
    int seen = 0;
    while (page.path("hits").path("hits").isEmpty() == false) {
      for (JsonNode hit : page.path("hits").path("hits")) {
        float[] expected = vectors.get(hit.path("_id").asInt());
        JsonNode found = hit.path("_source").path("v");
        assertEquals(expected[3], found.path(3).floatValue(), 0);
        seen++;
      }
      page =
          post(
              "/_search/scroll",
              String.format(
                  Locale.ROOT,
                  """
              {"scroll": "1m", "scroll_id": "%s"}""",
                  page.path("_scroll_id").asString()));
    }
    assertEquals(DOCUMENTS, seen);
  }

  /** Nested vectors: in every form of search the same as with the server's own format. */
  @Test
  public void testNested() throws IOException {
    VectorIndex ours =
        nested(
            "life-nested",
            """
            "index.lorann.fields": ["list.v"],
            "index.lorann.field.list.v.exact_search_threshold": 100,
            "index.lorann.field.list.v.vectors_per_cluster": 32""");
    VectorIndex stock = nested("life-nested-stock", VectorIndex.STOCK);
    assertEquals(1, ours.segmentsInOurFormat());
    assertEquals(0, stock.segmentsInOurFormat());

    String knn =
        """
        {"field": "list.v", "query_vector": %s, "k": 10, "num_candidates": 600%s}""";
    for (String filter :
        List.of(
            "",
            ", \"filter\": {\"range\": {\"n\": {\"lt\": 100}}}",
            ", \"filter\": {\"nested\": {\"path\": \"list\", \"query\":"
                + " {\"range\": {\"list.i\": {\"gt\": 500}}}}}")) {
      String search =
          String.format(Locale.ROOT, knn, Vectors.json(vectors.query(random())), filter);
      for (String body :
          List.of(
              "{\"knn\": " + search + "}",
              "{\"knn\": " + search.replaceFirst("}$", ", \"inner_hits\": {}}") + "}",
              "{\"query\": {\"nested\": {\"path\": \"list\", \"query\": {\"knn\": "
                  + search
                  + "}}}}")) {
        assertEquals(body, outline(stock.search(body)), outline(ours.search(body)));
      }
    }
  }

  private static VectorIndex nested(String name, String settings) throws IOException {
    VectorIndex index =
        VectorIndex.create(
            node,
            name,
            settings,
            String.format(
                Locale.ROOT,
                """
            "n": {"type": "integer"},
            "list": {"type": "nested", "properties": {"i": {"type": "integer"}, "v": %s}}""",
                VectorIndex.vector(DIMENSIONS, "l2_norm", "hnsw")));
    List<String> lines = new ArrayList<>();
    for (int parent = 0; parent < DOCUMENTS / 3; parent++) {
      List<String> children = new ArrayList<>();
      for (int i = 3 * parent; i < 3 * parent + 3; i++) {
        children.add("{\"i\": " + i + ", \"v\": " + Vectors.json(vectors.get(i)) + "}");
      }
      lines.add("{\"index\": {\"_id\": \"" + parent + "\"}}");
      lines.add("{\"n\": " + parent + ", \"list\": " + children + "}");
    }
    node.rest().bulk("/" + name + "/_bulk?refresh", lines).ok();
    return index;
  }

  /** Ids, and the places of inner hits, in order. */
  private static List<String> outline(JsonNode answer) {
    List<String> outline = new ArrayList<>();
    for (JsonNode hit : answer.path("hits").path("hits")) {
      String inner = "";
      for (JsonNode child : hit.path("inner_hits").path("list").path("hits").path("hits")) {
        inner += "/" + child.path("_nested").path("offset").asInt();
      }
      outline.add(hit.path("_id").asString() + inner);
    }
    return outline;
  }
}
