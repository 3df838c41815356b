// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** Which fields get our format, what settings do, and which are refused. */
public class SettingsIT extends HostTestCase {

  private static final int DIMENSIONS = 16;
  private static final int DOCUMENTS = 600;

  private static Node node;
  private static Vectors vectors;

  @BeforeClass
  public static void startServer() throws IOException {
    node = SharedServer.node();
    vectors = Vectors.random(random(), DOCUMENTS, DIMENSIONS);
  }

  @Before
  public void resetCluster() throws IOException {
    setCluster("null");
  }

  private static void setCluster(String recall) throws IOException {
    node.rest()
        .put(
            "/_cluster/settings",
            String.format(
                Locale.ROOT,
                """
            {"persistent": {"lorann.target_recall": %s}}""",
                recall))
        .ok();
  }

  private static String field(String type) {
    return "\"v\": " + VectorIndex.vector(DIMENSIONS, "l2_norm", type);
  }

  private static VectorIndex create(String name, String settings, String properties)
      throws IOException {
    return VectorIndex.create(node, name, settings, properties);
  }

  private static Rest.Response set(VectorIndex index, String settings) throws IOException {
    return node.rest().put("/" + index.name() + "/_settings", "{" + settings + "}");
  }

  /** A 400 whose reason says what is wrong, and no index. */
  private static void checkRefused(String settings, String reason) throws IOException {
    VectorIndex index = new VectorIndex(node, "settings-refused");
    Rest.Response response = index.tryCreate(settings, field("hnsw"));
    response.expect(400);
    assertTrue(response.reason() + " lacks " + reason, response.reason().contains(reason));
    assertEquals(404, node.rest().get("/settings-refused").status());
  }

  @Test
  public void testRefusedSettings() throws IOException {
    String fields = "\"index.lorann.fields\": [\"v\"], ";
    checkRefused(
        fields + "\"index.lorann.field.v.rank\": 0",
        "[rank] must be a whole number between 1 and 512, got [0]");
    checkRefused(
        fields + "\"index.lorann.field.v.bits\": \"five\"", "[bits] must be 4 or 8, got [five]");
    checkRefused(
        fields + "\"index.lorann.field.v.target_recall\": 1",
        "[target_recall] must be a number above 0 and below 1, got [1]");
    checkRefused(
        fields + "\"index.lorann.field.v.rang\": 4", "unknown setting [index.lorann.field.v.rang]");
    checkRefused(
        fields + "\"index.lorann.field.w.rank\": 4",
        "is for the field [w], which [index.lorann.fields] does not name: [v]");
    checkRefused("\"index.lorann.field.rank\": 4", "unknown setting [index.lorann.field.rank]");
    checkRefused("\"index.lorann.fields\": [\"v\", \" \"]", "must have names of fields, got [ ]");
    checkRefused("\"index.lorann.feelds\": \"v\"", "unknown setting [index.lorann.feelds]");
    checkRefused("\"index.lorann.target_recall\": -1", "[target_recall] must be a number");
    checkRefused("\"index.lorann.fields\": {\"v\": 1}", "unknown setting [index.lorann.fields.v]");
  }

  @Test
  public void testRefusedUpdates() throws IOException {
    VectorIndex index = create("settings-updates", VectorIndex.CLUSTERED, field("hnsw"));
    set(index, "\"index.lorann.field.v.rank\": 9").ok();
    set(index, "\"index.lorann.field.v.rank\": 900").expect(400);
    set(index, "\"index.lorann.field.w.rank\": 9").expect(400);
    set(index, "\"index.lorann.fields\": [\"v\", \"w\"]").expect(400);
    node.rest()
        .put("/_cluster/settings", "{\"persistent\": {\"lorann.target_recall\": 2}}")
        .expect(400);
    JsonNode settings = node.rest().get("/settings-updates/_settings?flat_settings=true").ok();
    assertEquals(
        "9",
        settings
            .path("settings-updates")
            .path("settings")
            .path("index.lorann.field.v.rank")
            .asString());
  }

  @Test
  public void testTemplate() throws IOException {
    String template =
        """
        {"index_patterns": ["settings-templated-*"], "template": {"settings": {%s}}}""";
    node.rest()
        .put(
            "/_index_template/lorann",
            String.format(
                Locale.ROOT,
                template,
                "\"index.lorann.fields\": \"v\", \"index.lorann.field.v.rank\": 0"))
        .expect(400);
    node.rest()
        .put(
            "/_index_template/lorann",
            String.format(Locale.ROOT, template, "\"index.lorann.fields\": \"v\""))
        .ok();
    VectorIndex index = create("settings-templated-1", VectorIndex.STOCK, field("hnsw"));
    index.add(vectors, 0, 10);
    assertEquals(1, index.segmentsInOurFormat());
    node.rest().delete("/_index_template/lorann").ok();
  }

  /** Indices and fields that are not named keep the server's formats. */
  @Test
  public void testOthersKeepTheirFormats() throws IOException {
    VectorIndex other = create("settings-other", VectorIndex.STOCK, field("hnsw"));
    other.add(vectors, 0, 100);
    assertEquals(0, other.segmentsInOurFormat());
    assertEquals(1, other.segmentsInStockFormat());

    VectorIndex mixed =
        create(
            "settings-mixed",
            VectorIndex.STOCK + ", \"index.lorann.fields\": [\"other\"]",
            field("hnsw") + ", \"other\": " + VectorIndex.vector(2, "cosine", "hnsw"));
    mixed.add(vectors, 0, 100);
    assertEquals("only one of the fields has values", 0, mixed.segmentsInOurFormat());
    assertEquals(1, mixed.segmentsInStockFormat());
    indexDocument(mixed, "x", "{\"other\": [1, 2]}");
    assertEquals(1, mixed.segmentsInOurFormat());
  }

  private static void indexDocument(VectorIndex index, String id, String source)
      throws IOException {
    node.rest().put("/" + index.name() + "/_doc/" + id + "?refresh", source).ok();
  }

  /** Patterns, and names with dots, of objects and of nested documents. */
  @Test
  public void testNamesOfFields() throws IOException {
    VectorIndex index =
        create(
            "settings-names",
            """
            "index.lorann.fields": ["a.*", "list.vec"],
            "index.lorann.field.list.vec.rank": 8, "index.lorann.field.a.b.c.rank": 8""",
            String.format(
                Locale.ROOT,
                """
            "a": {"properties": {"b": {"properties": {"c": %1$s}}}},
            "list": {"type": "nested", "properties": {"vec": %1$s}},
            "outside": %1$s""",
                VectorIndex.vector(2, "cosine", "hnsw")));
    indexDocument(index, "1", "{\"a\": {\"b\": {\"c\": [1, 2]}}}");
    assertEquals(1, index.segmentsInOurFormat());
    indexDocument(index, "2", "{\"list\": [{\"vec\": [1, 2]}, {\"vec\": [2, 1]}]}");
    assertEquals(2, index.segmentsInOurFormat());
    indexDocument(index, "3", "{\"outside\": [1, 2]}");
    assertEquals(2, index.segmentsInOurFormat());
  }

  /** What our format does not hold keeps the server's, works, and is said once in the log. */
  @Test
  public void testFallBacks() throws IOException {
    for (String type : List.of("flat", "int8_flat")) {
      checkFallsBack(
          "settings-" + type,
          "\"v\": " + VectorIndex.vector(2, "l2_norm", type),
          "index_options.type [" + type + "]");
    }
    checkFallsBack(
        "settings-bit",
        """
        "v": {"type": "dense_vector", "element_type": "bit", "index_options": {"type": "hnsw"}}""",
        "element_type [bit]");
    checkFallsBack(
        "settings-bfloat16",
        """
        "v": {"type": "dense_vector", "element_type": "bfloat16", "similarity": "l2_norm",
              "index_options": {"type": "hnsw"}}""",
        "element_type [bfloat16]");
  }

  private static void checkFallsBack(String name, String property, String reason)
      throws IOException {
    VectorIndex index = create(name, VectorIndex.CLUSTERED, property);
    boolean bits = name.endsWith("-bit");
    indexDocument(index, "1", bits ? "{\"v\": [15, 7]}" : "{\"v\": [1, 2]}");
    indexDocument(index, "2", bits ? "{\"v\": [0, 7]}" : "{\"v\": [4, 5]}");
    assertEquals(0, index.segmentsInOurFormat());
    float[] query = bits ? new float[] {0, 3} : new float[] {4, 4};
    // By the Hamming distance 0,7 is nearer; as the server computes it.
    String body =
        String.format(
            Locale.ROOT,
            """
        {"knn": {"field": "v", "query_vector": %s, "k": 1}}""",
            bits ? "[0, 3]" : Vectors.json(query));
    assertEquals(List.of("2"), VectorIndex.ids(index.search(body)));
    String message = "[" + name + "][0] the field [v] is in [index.lorann.fields], but keeps";
    List<String> lines = node.log().lines().filter(line -> line.contains(message)).toList();
    assertEquals(node.log(), 1, lines.size());
    assertTrue(lines.get(0), lines.get(0).contains(reason));
  }

  /** All types of graphs may carry our format, the default one too. */
  @Test
  public void testGraphs() throws IOException {
    for (String type : List.of("int8_hnsw", "int4_hnsw")) {
      VectorIndex index = create("settings-" + type, VectorIndex.CLUSTERED, field(type));
      index.add(vectors, 0, DOCUMENTS);
      checkGraph(index, vectors);
    }
    Vectors wide = Vectors.random(random(), DOCUMENTS, 64); // fewer dimensions have no bbq
    VectorIndex bbq =
        create(
            "settings-bbq",
            VectorIndex.CLUSTERED,
            "\"v\": " + VectorIndex.vector(64, "cosine", "bbq_hnsw"));
    bbq.add(wide, 0, DOCUMENTS);
    checkGraph(bbq, wide);
    VectorIndex index =
        create("settings-default", VectorIndex.CLUSTERED, "\"v\": {\"type\": \"dense_vector\"}");
    index.add(vectors, 0, DOCUMENTS);
    checkGraph(index, vectors);
  }

  private static void checkGraph(VectorIndex index, Vectors vectors) throws IOException {
    assertEquals(index.name(), 1, index.segmentsInOurFormat());
    List<String> found = index.knn(vectors.get(0), 10, "");
    assertEquals(index.name(), 10, found.size());
    assertEquals(index.name(), "0", found.get(0));
  }

  @Test
  public void testBytes() throws IOException {
    VectorIndex index =
        create(
            "settings-byte",
            VectorIndex.CLUSTERED,
            """
            "v": {"type": "dense_vector", "element_type": "byte", "similarity": "l2_norm",
                  "index_options": {"type": "hnsw"}}""");
    int[][] bytes =
        IntStream.range(0, 300)
            .mapToObj(i -> new int[] {i % 100 - 50, i / 3 - 50, (7 * i) % 200 - 100})
            .toArray(int[][]::new);
    for (int i = 0; i < bytes.length; i++) {
      index
          .rest()
          .put(
              "/settings-byte/_doc/" + i,
              "{\"v\": " + List.of(bytes[i][0], bytes[i][1], bytes[i][2]) + "}")
          .ok();
    }
    index.rest().post("/settings-byte/_refresh", null).ok();
    assertEquals(1, index.segmentsInOurFormat());
    JsonNode hit =
        index
            .search(
                String.format(
                    Locale.ROOT,
                    """
                {"knn": {"field": "v", "query_vector": %s, "k": 5},
                 "_source": {"exclude_vectors": false}}""",
                    List.of(bytes[77][0], bytes[77][1], bytes[77][2])))
            .path("hits")
            .path("hits")
            .path(0);
    assertEquals("77", hit.path("_id").asString());
    assertEquals(1, hit.path("_score").asDouble(), 0);
    assertEquals(bytes[77][1], hit.path("_source").path("v").path(1).asInt());
  }

  @Test
  public void testCodecs() throws IOException {
    for (String codec :
        List.of(
            "default",
            "best_compression",
            "legacy_default",
            "legacy_best_compression",
            "lucene_default")) {
      checkWith("settings-codec-" + codec, "\"index.codec\": \"" + codec + "\"");
    }
  }

  @Test
  public void testModes() throws IOException {
    for (String mode : List.of("lookup", "vectordb_document")) {
      checkWith("settings-mode-" + mode, "\"index.mode\": \"" + mode + "\"");
    }
  }

  private static void checkWith(String name, String setting) throws IOException {
    VectorIndex index =
        create(
            name,
            VectorIndex.CLUSTERED + ", " + setting,
            // In some modes the default is another.
            field("hnsw").replaceFirst("[{]", "{\"element_type\": \"float\", "));
    index.add(vectors, 0, 300).add(vectors, 300, DOCUMENTS).mergeToOneSegment();
    assertEquals(name, 1, index.segmentsInOurFormat());
    assertEquals(name, "0", index.knn(vectors.get(0), 10, "").get(0));
  }

  /** A source that is made of what the index has, our vectors among it. */
  @Test
  public void testSyntheticSource() throws IOException {
    VectorIndex synthetic =
        create(
            "settings-synthetic",
            VectorIndex.CLUSTERED + ", \"index.mapping.source.mode\": \"synthetic\"",
            field("hnsw"));
    synthetic.add(vectors, 0, DOCUMENTS);
    assertEquals(1, synthetic.segmentsInOurFormat());
    assertEquals("0", synthetic.knn(vectors.get(0), 10, "").get(0));
    JsonNode vector =
        node.rest()
            .get("/settings-synthetic/_doc/7?_source_exclude_vectors=false")
            .ok()
            .at("/_source/v");
    assertEquals(DIMENSIONS, vector.size());
    for (int i = 0; i < DIMENSIONS; i++) {
      assertEquals(vectors.get(7)[i], vector.path(i).floatValue(), 0);
    }
  }

  /** Backing indices of a data stream have the setting of its template; here of logs. */
  @Test
  public void testDataStream() throws IOException {
    node.rest()
        .put(
            "/_index_template/settings-stream",
            String.format(
                Locale.ROOT,
                """
            {"index_patterns": ["settings-stream"], "data_stream": {}, "template": {
              "settings": {%s}, "mappings": {"properties": {%s}}}}""",
                VectorIndex.CLUSTERED + ", \"index.mode\": \"logsdb\"",
                field("hnsw")))
        .ok();
    for (int i = 0; i < 2; i++) {
      node.rest()
          .post(
              "/settings-stream/_doc?refresh",
              "{\"@timestamp\": \"2026-01-01T00:00:00Z\", \"v\": "
                  + Vectors.json(vectors.get(i))
                  + "}")
          .ok();
      node.rest().post("/settings-stream/_rollover", null).ok();
    }
    JsonNode indices = node.rest().get("/settings-stream/_lorann/stats").ok().path("indices");
    List<Integer> counts = new ArrayList<>();
    for (JsonNode index : indices) {
      counts.add(index.at("/shards/0/0/fields/v/vectors").asInt());
    }
    assertEquals(indices.toString(), List.of(1, 1, 0), counts);
    assertEquals(2, new VectorIndex(node, "settings-stream").knn(vectors.get(0), 2, "").size());
  }

  /** An index that exists takes over the format, and gives it up again. */
  @Test
  public void testMigration() throws IOException {
    VectorIndex index = create("settings-migration", VectorIndex.STOCK, field("hnsw"));
    index.add(vectors, 0, 300).add(vectors, 300, DOCUMENTS);
    List<String> before = index.knn(vectors.get(0), 10, ", \"num_candidates\": 600");
    node.rest()
        .put(
            "/settings-migration/_settings?reopen=true",
            """
            {"index.lorann.fields": ["v"], "index.lorann.field.v.exact_search_threshold": 100}""")
        .ok();
    awaitGreen(index);
    assertEquals("nothing is rewritten yet", 2, index.segmentsInStockFormat());
    index.mergeToOneSegment();
    assertEquals(0, index.segmentsInStockFormat());
    assertEquals(1, index.segmentsInOurFormat());
    assertEquals(before, index.knn(vectors.get(0), 10, ", \"num_candidates\": 600"));

    node.rest()
        .put(
            "/settings-migration/_settings?reopen=true",
            """
            {"index.lorann.fields": null, "index.lorann.field.*": null}""")
        .ok();
    awaitGreen(index);
    assertEquals("not left yet", DOCUMENTS, vectorsInOurFormat("settings-migration"));
    rewrite(index, "0");
    index.mergeToOneSegment();
    assertEquals(0, vectorsInOurFormat("settings-migration"));
    assertEquals(1, index.segmentsInStockFormat());
    assertEquals(0, index.segmentsInOurFormat());
    assertEquals(before, index.knn(vectors.get(0), 10, ", \"num_candidates\": 600"));
  }

  /** Each shard of one segment has to get another one before there is something to merge. */
  @Test
  public void testLeavingWithSeveralShards() throws IOException {
    String name = "settings-leaving";
    VectorIndex index =
        create(name, VectorIndex.CLUSTERED + ", \"index.number_of_shards\": 3", field("hnsw"));
    index.add(vectors, 0, DOCUMENTS).mergeToOneSegment();
    assertEquals(3, index.segmentsInOurFormat());
    node.rest()
        .put(
            "/" + name + "/_settings?reopen=true",
            """
            {"index.lorann.fields": null, "index.lorann.field.*": null}""")
        .ok();
    awaitGreen(index);
    index.mergeToOneSegment();
    assertEquals("nothing to merge", DOCUMENTS, vectorsInOurFormat(name));
    for (int shard = 0; shard < 3; shard++) {
      String any = "/" + name + "/_search?size=1&preference=_shards:" + shard;
      rewrite(index, VectorIndex.ids(node.rest().get(any).ok()).get(0));
    }
    index.mergeToOneSegment();
    assertEquals(0, vectorsInOurFormat(name));
    assertEquals(0, index.segmentsInOurFormat());
    assertEquals(3, index.segmentsInStockFormat());
    assertEquals(DOCUMENTS, index.count());
    assertEquals("0", index.knn(vectors.get(0), 10, "").get(0));
  }

  /** Indexes a document again, as it is. */
  private static void rewrite(VectorIndex index, String id) throws IOException {
    node.rest()
        .post(
            "/" + index.name() + "/_update/" + id,
            """
            {"doc": {}, "detect_noop": false}""")
        .ok();
  }

  /** As it is shown for an index that is named, whatever its settings. */
  private static int vectorsInOurFormat(String name) throws IOException {
    JsonNode answer = node.rest().get("/" + name + "/_lorann/stats").ok();
    int vectors = 0;
    for (JsonNode shard : answer.path("indices").path(name).path("shards")) {
      vectors += shard.path(0).path("fields").path("v").path("vectors").asInt();
    }
    return vectors;
  }

  private static void awaitGreen(VectorIndex index) throws IOException {
    node.rest()
        .get("/_cluster/health/" + index.name() + "?wait_for_status=green&timeout=300s")
        .ok();
  }
}
