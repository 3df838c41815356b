// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.Test;
import org.lorann.host.Tunable;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Vectors;

/** What is wrong in a request is answered with a 400 that names it, and the server goes on. */
public class MalformedIT extends HostTestCase {

  private static final int DIMENSIONS = 4;
  private static final String FIELD = "\"v\": " + VectorIndex.vector(DIMENSIONS, "l2_norm", "hnsw");

  /** In JSON, where a whole number is expected. */
  private static final List<String> NO_WHOLE_NUMBERS =
      List.of(
          "-1",
          "1.5",
          "2147483648",
          "1e300",
          "1e999",
          "NaN",
          "\"NaN\"",
          "\"\\u0663.5\"",
          "\"x\"",
          "true",
          "[4, 4]",
          "\"0x10\"");

  /** In JSON, where a number between 0 and 1 is expected. */
  private static final List<String> NO_SHARES =
      List.of(
          "-0.1",
          "0",
          "1",
          "1.5",
          "0.99999999999999999999",
          "1e300",
          "1e-999",
          "NaN",
          "\"NaN\"",
          "\"Infinity\"",
          "\"\\u0660.\\u0669\"",
          "\"x\"",
          "true",
          "[0.5, 0.5]");

  private static Node node;
  private static Vectors vectors;
  private static VectorIndex index;

  @BeforeClass
  public static void createIndex() throws IOException {
    node = SharedServer.node();
    vectors = Vectors.random(random(), 300, DIMENSIONS);
    index =
        VectorIndex.create(
                node,
                "malformed",
                VectorIndex.CLUSTERED,
                FIELD
                    + ", \"n\": {\"type\": \"integer\"}, \"cosine\": "
                    + VectorIndex.vector(DIMENSIONS, "cosine", "hnsw"))
            .add(vectors, 0, vectors.size());
  }

  /** Whatever was sent, the index is as it was, and can be searched. */
  @After
  public void checkUnharmed() throws IOException {
    assertTrue(node.isAlive());
    assertEquals("0", index.knn(vectors.get(0), 5, "").get(0));
    index.add(vectors, 0, 1).mergeToOneSegment();
    assertEquals("0", index.knn(vectors.get(0), 5, "").get(0));
  }

  private static void checkRefused(Rest.Response response, String request, String reason) {
    String answer = response.expect(400).toString();
    assertTrue(request + " gave " + answer, answer.contains(reason));
  }

  /** What clients show of an error is its root cause. */
  private static void checkRootCause(String request, String reason) throws IOException {
    String cause = index.trySearch(request).expect(400).at("/error/root_cause/0/reason").asString();
    assertTrue(request + " gave " + cause, cause.contains(reason));
  }

  /** The server itself refuses them, whether or not a field is to have our format. */
  @Test
  public void testMappings() throws IOException {
    String[][] mappings = {
      {"\"dims\": 0", "in the range [1, 4096] but was [0]"},
      {"\"dims\": -1", "in the range [1, 4096] but was [-1]"},
      {"\"dims\": 4097", "in the range [1, 4096] but was [4097]"},
      {"\"dims\": 99999999999", "[dims]"},
      {"\"dims\": 1.5", "[dims]"},
      {"\"dims\": \"many\"", "[dims]"},
      {"\"dims\": null", "[dims]"},
      {"\"dims\": [4]", "[dims]"},
      {"\"dims\": 4, \"similarity\": \"euclidean\"", "[similarity]"},
      {"\"dims\": 4, \"similarity\": \"COSINE\"", "[similarity]"},
      {"\"dims\": 4, \"similarity\": 1", "[similarity]"},
      {"\"dims\": 4, \"index_options\": {\"type\": \"lorann\"}", "index options type [lorann]"},
      {"\"dims\": 4, \"index_options\": {\"type\": null}", "[index_options]"},
      {"\"dims\": 4, \"index_options\": {\"m\": 16}", "[index_options]"},
      {"\"dims\": 4, \"index_options\": {\"type\": \"hnsw\", \"rank\": 8}", "rank"},
      {"\"dims\": 4, \"index_options\": {\"type\": \"hnsw\", \"m\": \"x\"}", "For input string"},
      {"\"dims\": 4, \"index_options\": \"hnsw\"", "Failed to parse mapping"},
      {"\"dims\": 4, \"index_options\": {\"type\": \"bbq_hnsw\"}", "bbq_hnsw does not support"},
      {"\"dims\": 5, \"index_options\": {\"type\": \"int4_hnsw\"}", "int4_hnsw only supports even"},
      {"\"dims\": 4, \"element_type\": \"double\"", "element_type [double]"},
      {"\"dims\": 4, \"element_type\": null", "[element_type]"},
      {"\"dims\": 4, \"element_type\": \"bit\"", "in the range [8, 32768]"},
      {
        "\"dims\": 64, \"element_type\": \"byte\", \"index_options\": {\"type\": \"int8_hnsw\"}",
        "[element_type] cannot be [byte]"
      },
      {
        "\"dims\": 64, \"element_type\": \"bit\", \"index_options\": {\"type\": \"bbq_hnsw\"}",
        "[element_type] cannot be [bit]"
      },
      {"\"dims\": 4, \"index\": false, \"similarity\": \"cosine\"", "[similarity]"},
      {"\"dims\": 4, \"index\": \"maybe\"", "[maybe]"},
      {"\"dims\": 4, \"target_recall\": 0.9", "[target_recall]"},
    };
    VectorIndex refused = new VectorIndex(node, "malformed-mapping");
    for (String[] mapping : mappings) {
      String property = "\"v\": {\"type\": \"dense_vector\", " + mapping[0] + "}";
      for (String settings : List.of(VectorIndex.CLUSTERED, VectorIndex.STOCK)) {
        checkRefused(refused.tryCreate(settings, property), mapping[0], mapping[1]);
      }
    }
    assertEquals(404, node.rest().get("/malformed-mapping").status());
  }

  /** What is for graphs is not looked at; a stock index with these could not be written. */
  @Test
  public void testParametersOfGraphs() throws IOException {
    String options = "\"index_options\": {\"type\": \"hnsw\", \"m\": 0, \"ef_construction\": 0}";
    VectorIndex odd =
        VectorIndex.create(
                node,
                "malformed-graph",
                VectorIndex.CLUSTERED,
                "\"v\": {\"type\": \"dense_vector\", \"similarity\": \"l2_norm\", " + options + "}")
            .add(vectors, 0, vectors.size());
    assertEquals(1, odd.segmentsInOurFormat());
    assertEquals("7", odd.knn(vectors.get(7), 5, "").get(0));
  }

  /** Without the licence for such a field, its vectors are refused, and nothing else happens. */
  @Test
  public void testLicensedFormat() throws IOException {
    VectorIndex licensed =
        VectorIndex.create(
            node,
            "malformed-licence",
            VectorIndex.CLUSTERED,
            "\"v\": " + VectorIndex.vector(DIMENSIONS, "l2_norm", "bbq_disk"));
    Rest.Response response =
        node.rest().put("/malformed-licence/_doc/1", VectorIndex.document(1, vectors.get(1)));
    assertTrue(response.expect(403).toString().contains("non-compliant for [bbq_disk]"));
    assertEquals(0, licensed.count());
  }

  @Test
  public void testDocuments() throws IOException {
    for (String[] document :
        new String[][] {
          {"\"v\": [1, 2, 3]", "[v] in doc"},
          {"\"v\": [1, 2, 3, 4, 5]", "[v] in doc"},
          {"\"v\": []", "dimensions [0]"},
          {"\"v\": \"x\"", "base64"},
          {"\"v\": true", "VALUE_BOOLEAN"},
          {"\"v\": {}", "START_OBJECT"},
          {"\"v\": [1, 2, 3, \"x\"]", "VALUE_STRING"},
          {"\"v\": [1, 2, 3, null]", "VALUE_NULL"},
          {"\"v\": [1, 2, 3, 1e39]", "infinite"},
          {"\"v\": [[1, 2, 3, 4]]", "START_ARRAY"},
          {"\"cosine\": [0, 0, 0, 0]", "zero magnitude"},
        }) {
      Rest.Response response = node.rest().post("/malformed/_doc", "{" + document[0] + "}");
      checkRefused(response, document[0], document[1]);
    }
    assertEquals(vectors.size(), index.count());
  }

  /** When an index is created, on a live index, and of the cluster. */
  @Test
  public void testSettings() throws IOException {
    for (Tunable tunable : Tunable.values()) {
      boolean isShare = tunable == Tunable.TARGET_RECALL;
      for (String value : isShare ? NO_SHARES : NO_WHOLE_NUMBERS) {
        checkSetting("index.lorann.field.v." + tunable.key(), value, tunable.key());
      }
    }
    for (String value : NO_SHARES) {
      checkSetting("index.lorann.target_recall", value, "target_recall");
      String setting = "\"lorann.target_recall\": " + value;
      checkRefused(
          node.rest().put("/_cluster/settings", "{\"persistent\": {" + setting + "}}"),
          setting,
          reason(value, "target_recall"));
    }
    assertEquals(404, node.rest().get("/malformed-setting").status());
  }

  private static void checkSetting(String key, String value, String parameter) throws IOException {
    String setting = "\"" + key + "\": " + value;
    String settings = "\"index.lorann.fields\": \"v\", " + setting;
    checkRefused(
        new VectorIndex(node, "malformed-setting").tryCreate(settings, FIELD),
        setting,
        reason(value, parameter));
    checkRefused(
        node.rest().put("/malformed/_settings", "{" + setting + "}"),
        setting,
        reason(value, parameter));
  }

  /** Ours, unless it was no JSON at all. */
  private static String reason(String value, String parameter) {
    return value.equals("NaN") ? "Non-standard token 'NaN'" : "[" + parameter + "] must be";
  }

  @Test
  public void testKeys() throws IOException {
    for (String key :
        List.of(
            "index.lorann",
            "index.lorann.field",
            "index.lorann.field.v",
            "index.lorann.field.rank",
            "index.lorann.field..rank",
            "index.lorann.field.v*.rank",
            "index.lorann.field.v.RANK")) {
      String setting = "\"" + key + "\": 8";
      checkRefused(
          new VectorIndex(node, "malformed-setting")
              .tryCreate("\"index.lorann.fields\": \"v\", " + setting, FIELD),
          setting,
          "unknown setting [" + key + "]");
      checkRefused(node.rest().put("/malformed/_settings", "{" + setting + "}"), setting, key);
    }
  }

  /** Each parameter of the query, with values of the wrong type and out of range. */
  @Test
  public void testQueries() throws IOException {
    for (String name : List.of("k", "num_candidates")) {
      checkQueries(name, "", NO_WHOLE_NUMBERS);
      checkQueries(name, "", List.of("0", "null", "{}", "\"5\""));
    }
    checkQueries("rerank", ", \"visit_percentage\": 50", NO_WHOLE_NUMBERS);
    checkQueries("rerank", ", \"visit_percentage\": 50", List.of("0", "null", "{}"));
    checkQueries("target_recall", "", NO_SHARES);
    checkQueries("target_recall", "", List.of("null", "{}"));
    checkQueries(
        "visit_percentage",
        "",
        List.of("0", "-1", "100.1", "1e999", "1e-999", "\"NaN\"", "\"x\"", "true", "null", "[5]"));
    checkQueries(
        "similarity", "", List.of("1e39", "-1e39", "\"NaN\"", "\"x\"", "true", "null", "[1]"));
    checkQueries("boost", "", List.of("-1", "1e39", "\"NaN\"", "\"x\"", "true", "null", "[1]"));
    checkQueries("_name", "", List.of("1", "true", "null", "[]", "{}"));
    checkQueries(
        "filter",
        "",
        List.of(
            "1",
            "\"x\"",
            "null",
            "{}",
            "[{}]",
            "[1]",
            "{\"nonsense\": {}}",
            "{\"term\": {}}",
            "{\"term\": {\"n\": 1}, \"match_all\": {}}"));
  }

  private static void checkQueries(String name, String others, List<String> values)
      throws IOException {
    for (String value : values) {
      String query =
          query("\"v\"", Vectors.json(vectors.get(0)), ", \"" + name + "\": " + value + others);
      String answer = index.trySearch(query).expect(400).toString();
      assertTrue(query + " gave " + answer, value.equals("NaN") || names(answer, name));
    }
  }

  /** Whether an answer has a name as a word of its own. */
  private static boolean names(String answer, String name) {
    return Pattern.compile("[\" \\[]" + name + "[\\] ]").matcher(answer).find();
  }

  private static String query(String field, String vector, String others) {
    return String.format(
        Locale.ROOT,
        """
        {"query": {"lorann": {"field": %s, "query_vector": %s%s}}}""",
        field,
        vector,
        others);
  }

  @Test
  public void testFieldsAndVectors() throws IOException {
    String vector = Vectors.json(vectors.get(0));
    for (String field : List.of("null", "1", "true", "[\"v\"]", "{}")) {
      checkRefused(index.trySearch(query(field, vector, "")), field, "field");
    }
    checkRootCause(
        query("\"n\"", vector, ""),
        "[lorann] queries are only supported on [dense_vector] fields, but [n] is of the type");
    assertEquals(
        "a field that no document has",
        List.of(),
        VectorIndex.ids(index.search(query("\"no_such_field\"", vector, ""))));
    Map<String, String> malformed =
        Map.ofEntries(
            Map.entry("null", "query_vector"),
            Map.entry("true", "query_vector"),
            Map.entry("{}", "query_vector"),
            Map.entry("\"x\"", "query_vector"),
            Map.entry("[1, 2, 3, \"x\"]", "query_vector"),
            Map.entry("[1, 2, 3, null]", "query_vector"),
            Map.entry("[[1, 2, 3, 4]]", "query_vector"),
            Map.entry("[]", "dimensions [0]"),
            Map.entry("[1, 2, 3]", "dimensions [3]"),
            Map.entry("[1, 2, 3, 4, 5]", "dimensions [5]"),
            Map.entry("[\"NaN\", 2, 3, 4]", "NaN"),
            Map.entry("[1, 2, 3, 1e39]", "infinite"));
    for (Map.Entry<String, String> each : malformed.entrySet()) {
      for (String effort : List.of("", ", \"target_recall\": 0.9")) {
        String query = query("\"v\"", each.getKey(), effort);
        checkRefused(index.trySearch(query), query, each.getValue());
      }
    }
    checkRefused(
        index.trySearch(query("\"cosine\"", "[0, 0, 0, 0]", "")), "zero", "zero magnitude");
  }

  @Test
  public void testShapesOfQueries() throws IOException {
    for (String query : List.of("[]", "null", "1", "\"x\"")) {
      checkRefused(
          index.trySearch("{\"query\": {\"lorann\": " + query + "}}"), query, "no start_object");
    }
    String vector = Vectors.json(vectors.get(0));
    Map<String, String> malformed =
        Map.of(
            "{}",
            "[field] is missing",
            "{\"field\": \"v\"}",
            "[query_vector] is missing",
            "{\"query_vector\": [1]}",
            "[field] is missing",
            "{\"v\": {\"vector\": " + vector + "}}",
            "unknown field [v]",
            "{\"field\": \"v\", \"nprobes\": 3}",
            "unknown field [nprobes]",
            "{\"field\": \"v\", \"field\": \"v\"}",
            "Duplicate field 'field'");
    for (Map.Entry<String, String> each : malformed.entrySet()) {
      checkRefused(
          index.trySearch("{\"query\": {\"lorann\": " + each.getKey() + "}}"),
          each.getKey(),
          each.getValue());
    }
    Map<String, String> wrong =
        Map.of(
            "\"target_recall\": 1.5",
            "[target_recall] must be",
            "\"target_recall\": 0.9, \"visit_percentage\": 5",
            "[target_recall] and [visit_percentage] exclude each other",
            "\"target_recall\": 0.9, \"rerank\": 5",
            "[rerank] needs [visit_percentage] beside it",
            "\"k\": 10, \"num_candidates\": 5",
            "[num_candidates] cannot be less than [k]",
            "\"num_candidates\": 10001",
            "[num_candidates] cannot exceed [10000]",
            "\"boost\": -1",
            "negative [boost]");
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      String query = query("\"v\"", vector, ", " + each.getKey());
      checkRootCause(query, each.getValue());
      String inner = query.substring("{\"query\": ".length(), query.length() - 1);
      checkRootCause("{\"query\": {\"bool\": {\"must\": [" + inner + "]}}}", each.getValue());
    }
  }
}
