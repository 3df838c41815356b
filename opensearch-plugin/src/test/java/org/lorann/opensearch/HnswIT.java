// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.junit.Before;
import org.junit.Test;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import org.lorann.host.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Fields with the method {@code hnsw}, beside one with ours in the same index. */
public class HnswIT extends OpenSearchTestCase {

  private static final String INDEX = "hnsw";
  private static final int DIMENSION = 24;
  private static final int K = 10;
  private static final int QUERIES = 20;
  private static final String EF_SEARCH = ", \"method_parameters\": {\"ef_search\": %d}";

  /** The fields, but for the nested one, all with the same vectors. */
  private static final Map<String, Similarity> FIELDS =
      Map.of(
          "hnsw", Similarity.L2,
          "hnsw_cosinesimil", Similarity.COSINE,
          "hnsw_innerproduct", Similarity.INNER_PRODUCT);

  private static Vectors vectors;

  /** An index that all tests here search: half of it merged into one segment. */
  @Before
  public void createIndex() throws IOException {
    if (vectors != null) {
      return;
    }
    Vectors made = Vectors.random(random(), 2_000, DIMENSION);
    rest()
        .put("/" + INDEX, index("\"refresh_interval\": -1, " + SEPARATE_FILES, properties()))
        .ok();
    bulk(rest(), INDEX, made.size() / 2, i -> source(made, i));
    forceMerge(rest(), INDEX);
    bulk(rest(), INDEX, made.size() / 2, made.size(), i -> source(made, i));
    vectors = made;
  }

  private static String properties() {
    String method = "\"exact_search_threshold\": 0, \"vectors_per_cluster\": 64";
    return String.join(
        ", ",
        field(
            "lorann",
            format("\"dimension\": %d, \"method\": {\"parameters\": {%s}}", DIMENSION, method)),
        hnsw("hnsw", ""),
        hnsw("hnsw_cosinesimil", ", \"space_type\": \"cosinesimil\""),
        hnsw("hnsw_innerproduct", ", \"space_type\": \"innerproduct\""),
        hnsw("hnsw_byte", ", \"data_type\": \"byte\""),
        "\"third\": {\"type\": \"integer\"}",
        "\"passages\": {\"type\": \"nested\", \"properties\": {" + hnsw("v", "") + "}}");
  }

  private static String hnsw(String name, String parameters) {
    return field(
        name,
        format("\"dimension\": %d, \"method\": {\"name\": \"hnsw\"}%s", DIMENSION, parameters));
  }

  /** Its two passages are itself and the next one. */
  private static String source(Vectors vectors, int i) {
    List<String> fields = new ArrayList<>();
    String vector = Vectors.json(vectors.get(i));
    fields.add("\"lorann\": " + vector);
    FIELDS.keySet().forEach(field -> fields.add("\"" + field + "\": " + vector));
    fields.add("\"hnsw_byte\": " + Vectors.json(bytes(vectors.get(i))));
    fields.add("\"third\": " + i % 3);
    String next = Vectors.json(vectors.get((i + 1) % vectors.size()));
    fields.add("\"passages\": [{\"v\": " + vector + "}, {\"v\": " + next + "}]");
    return "{" + String.join(", ", fields) + "}";
  }

  /** Each segment says which format each field is in, and has the files of both. */
  @Test
  public void testFiles() throws IOException {
    rest().post("/" + INDEX + "/_flush", null).ok();
    Path folder = folder(node(), INDEX);
    Map<String, Set<String>> formats = formats(folder);
    assertEquals(Set.of("Lorann1"), formats.remove("lorann"));
    assertEquals(5, formats.size());
    formats.forEach(
        (field, names) -> assertEquals(field, Set.of("Lucene99HnswVectorsFormat"), names));
    Set<String> files = fileTypes(folder);
    assertTrue(files.toString(), files.contains("Lorann1 clivf"));
    assertTrue(files.toString(), files.contains("Lucene99HnswVectorsFormat vex"));
    assertFalse(files.toString(), files.contains("Lorann1 vex"));
  }

  /** The formats of each field of vectors, over all segments that are on disk. */
  private static Map<String, Set<String>> formats(Path folder) throws IOException {
    Map<String, Set<String>> formats = new HashMap<>();
    try (Directory directory = FSDirectory.open(folder)) {
      for (SegmentCommitInfo commit : SegmentInfos.readLatestCommit(directory)) {
        SegmentInfo segment = commit.info;
        for (FieldInfo field :
            segment
                .getCodec()
                .fieldInfosFormat()
                .read(directory, segment, "", IOContext.READONCE)) {
          if (field.hasVectorValues()) {
            formats
                .computeIfAbsent(field.name, name -> new TreeSet<>())
                .add(field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY));
          }
        }
      }
    }
    return formats;
  }

  /** As in {@code Lorann1 clivf}, of files that belong to vectors. */
  private static Set<String> fileTypes(Path folder) throws IOException {
    Set<String> types = new TreeSet<>();
    try (Directory directory = FSDirectory.open(folder)) {
      for (String name : directory.listAll()) {
        String[] parts = name.split("[_.]");
        if (name.contains("_Lorann1_") || name.contains("_Lucene99Hnsw")) {
          types.add(parts[parts.length - 3] + " " + parts[parts.length - 1]);
        }
      }
    }
    return types;
  }

  /** Where the one shard of an index is. */
  private static Path folder(Node node, String index) throws IOException {
    String uuid =
        node.rest()
            .get("/" + index + "/_settings")
            .ok()
            .at("/" + index + "/settings/index/uuid")
            .asString();
    return node.files("").stream()
        .filter(path -> path.endsWith(Path.of(uuid, "0", "index")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void testFindsNeighbours() throws IOException {
    List<float[]> queries = queries();
    for (Map.Entry<String, Similarity> field : FIELDS.entrySet()) {
      double few = recall(queries, field.getKey(), field.getValue(), "", i -> true);
      double many =
          recall(queries, field.getKey(), field.getValue(), format(EF_SEARCH, 200), i -> true);
      assertTrue(field + " " + few + " " + many, few <= many && many >= 0.95);
    }
    String all = format(EF_SEARCH, vectors.size());
    assertEquals(1, recall(queries, "hnsw", Similarity.L2, all, i -> true), 0);
  }

  private static List<float[]> queries() {
    return Stream.generate(() -> vectors.query(random())).limit(QUERIES).toList();
  }

  /** The mean over some queries; always k hits, which pass the filter. */
  private static double recall(
      List<float[]> queries,
      String field,
      Similarity similarity,
      String parameters,
      IntPredicate filter)
      throws IOException {
    double recall = 0;
    for (float[] query : queries) {
      List<String> found = find(nearest(field, query, "\"k\": " + K + parameters));
      assertTrue(found.stream().allMatch(id -> filter.test(Integer.parseInt(id))));
      recall += Vectors.recall(vectors.nearest(query, K, similarity, filter), found);
    }
    return recall / queries.size();
  }

  /** All hits, which are k, however many candidates there were. */
  private static List<String> find(String query) throws IOException {
    List<String> found = ids(rest(), INDEX, 1_000, query);
    assertEquals(query, K, found.size());
    return found;
  }

  /** As many as are asked for, but not fewer than neighbours. */
  @Test
  public void testCandidates() throws IOException {
    for (String field : List.of("hnsw", "hnsw_byte")) {
      assertCandidates(field, "", 10);
      assertCandidates(field, format(EF_SEARCH, 9), 10);
      assertCandidates(field, format(EF_SEARCH, 77), 77);
    }
  }

  private static void assertCandidates(String field, String parameters, int candidates)
      throws IOException {
    String query = nearest(field, bytes(vectors.get(0)), "\"k\": 10" + parameters);
    String explanation =
        rest()
            .post("/" + INDEX + "/_validate/query?explain", "{\"query\": " + query + "}")
            .ok()
            .at("/explanations/0/explanation")
            .asString();
    assertTrue(explanation, explanation.contains("nearest[10]:" + field + "["));
    assertTrue(explanation, explanation.contains(",...][" + candidates + "] "));
  }

  @Test
  public void testFindsNeighboursAmongBytes() throws IOException {
    int number = random().nextInt(vectors.size());
    float[] query = bytes(vectors.get(number));
    find(nearest("hnsw_byte", query, "\"k\": " + K));
    List<String> found = find(nearest("hnsw_byte", query, "\"k\": " + K + format(EF_SEARCH, 200)));
    assertEquals(String.valueOf(number), found.get(0));
  }

  @Test
  public void testFilters() throws IOException {
    String filter = ", \"filter\": {\"term\": {\"third\": 1}}";
    double recall =
        recall(queries(), "hnsw", Similarity.L2, format(EF_SEARCH, 200) + filter, i -> i % 3 == 1);
    assertTrue(String.valueOf(recall), recall >= 0.95);
    List<String> three =
        ids(
            rest(),
            INDEX,
            1_000,
            nearest(
                "hnsw",
                vectors.query(random()),
                "\"k\": 10, \"filter\": {\"ids\": {\"values\": [\"3\", \"77\", \"1500\"]}}"));
    assertEquals(Set.of("3", "77", "1500"), Set.copyOf(three));
  }

  /** Both methods score from the raw vectors. */
  @Test
  public void testScores() throws IOException {
    float[] query = vectors.query(random());
    Map<String, Double> scores = new HashMap<>();
    for (JsonNode hit :
        hits(rest(), INDEX, 50, nearest("lorann", query, "\"k\": 50")).path("hits")) {
      scores.put(hit.path("_id").asString(), hit.path("_score").asDouble());
    }
    int common = 0;
    for (JsonNode hit : hits(rest(), INDEX, 50, nearest("hnsw", query, "\"k\": 50")).path("hits")) {
      Double score = scores.get(hit.path("_id").asString());
      if (score != null) {
        assertEquals(score, hit.path("_score").asDouble(), 1e-4 * score);
        common++;
      }
    }
    assertTrue(String.valueOf(common), common >= 25);
  }

  /** A graph has no way to all vectors of a radius, but what is found lies within. */
  @Test
  public void testRadius() throws IOException {
    double recall = 0;
    for (float[] query : queries()) {
      List<String> expected = vectors.nearest(query, 40, Similarity.L2, n -> true);
      int last = Integer.parseInt(expected.get(expected.size() - 1));
      double distance = -Similarity.L2.of(query, vectors.get(last)) + 1e-3;
      List<String> found =
          ids(rest(), INDEX, 1_000, nearest("hnsw", query, "\"max_distance\": " + distance));
      assertTrue(found.size() + " of " + expected, found.size() <= expected.size() + 1);
      recall += Vectors.recall(expected, found) / QUERIES;
    }
    assertTrue(String.valueOf(recall), recall >= 0.5);
  }

  /** A document is as near as the nearer of its passages, and counts once. */
  @Test
  public void testNested() throws IOException {
    int number = 1 + random().nextInt(vectors.size() - 1);
    find(nested(number, ""));
    List<String> found = find(nested(number, format(EF_SEARCH, 200)));
    assertEquals(
        Set.of(String.valueOf(number), String.valueOf(number - 1)),
        Set.copyOf(found.subList(0, 2)));
  }

  private static String nested(int number, String parameters) {
    String query = nearest("passages.v", vectors.get(number), "\"k\": " + K + parameters);
    return "{\"nested\": {\"path\": \"passages\", \"query\": " + query + "}}";
  }

  @Test
  public void testStatisticsAreOfOurs() throws IOException {
    JsonNode fields =
        rest()
            .get("/_plugins/_lorann/" + INDEX + "/stats")
            .ok()
            .at("/indices/" + INDEX + "/shards/0/0/fields");
    assertEquals(Set.of("lorann"), Set.copyOf(fields.propertyNames()));
    assertEquals(vectors.size(), fields.at("/lorann/vectors").asInt());
  }

  /** One vector of a document, indexed in both ways, comes back without a stored source. */
  @Test
  public void testMultiFieldsAndDerivedSource() throws IOException {
    String field = hnsw("v", ", \"fields\": {" + field("lorann", "\"dimension\": 24") + "}");
    rest().put("/hnsw-multi", index("\"derived_source\": {\"enabled\": true}", field)).ok();
    bulk(rest(), "hnsw-multi", 300, i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
    forceMerge(rest(), "hnsw-multi");
    for (String name : List.of("v", "v.lorann")) {
      JsonNode hit =
          hits(rest(), "hnsw-multi", 1, nearest(name, vectors.get(7), "\"k\": 100")).at("/hits/0");
      assertEquals("7", hit.path("_id").asString());
      for (int i = 0; i < DIMENSION; i++) {
        assertEquals(vectors.get(7)[i], hit.at("/_source/v").path(i).floatValue(), 0);
      }
    }
  }

  /** What is written after a restart is in the same formats as what was before. */
  @Test
  public void testRestart() throws IOException {
    try (Node node = Node.builder(installation()).name("hnsw").build().start()) {
      node.rest().put("/restart", index(SEPARATE_FILES, properties())).ok();
      bulk(node.rest(), "restart", 1_000, i -> source(vectors, i));
      node.stop();
      node.start();
      Rest rest = node.rest();
      Waiting.until(
          "the index",
          () ->
              rest.get("/_cluster/health/restart")
                  .body()
                  .path("status")
                  .asString()
                  .equals("green"));
      bulk(rest, "restart", 1_000, vectors.size(), i -> source(vectors, i));
      forceMerge(rest, "restart");
      rest.post("/restart/_flush", null).ok();
      for (String field : List.of("lorann", "hnsw", "hnsw_cosinesimil")) {
        assertEquals(
            "1234",
            ids(rest, "restart", 1, nearest(field, vectors.get(1_234), "\"k\": 200")).get(0));
      }
      Map<String, Set<String>> formats = formats(folder(node, "restart"));
      assertEquals(Set.of("Lorann1"), formats.get("lorann"));
      assertEquals(Set.of("Lucene99HnswVectorsFormat"), formats.get("hnsw"));
    }
  }
}
