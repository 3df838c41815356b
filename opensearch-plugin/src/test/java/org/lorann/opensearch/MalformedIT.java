// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.lorann.host.Tunable;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Vectors;

/** What is wrong in a request is answered with a 400 that names it, and the server goes on. */
public class MalformedIT extends OpenSearchTestCase {

  /** A mapping of the field {@code v}, and what the message about it has to contain. */
  private record Malformed(String parameters, String message) {}

  private static final String INDEX = "malformed";
  private static final int DIMENSION = 3;
  private static final float[] VECTOR = {0.5f, -1.5f, 2};

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
          "\"\"",
          "null",
          "true",
          "[4, 4]",
          "{}",
          "\"0x10\"");

  /** In JSON, where a number between 0 and 1 is expected. */
  private static final List<String> NO_SHARES =
      List.of(
          "-0.1",
          "0",
          "1",
          "1.5",
          "\"0.99999999999999999999\"",
          "1e300",
          "1e-999",
          "NaN",
          "\"NaN\"",
          "\"Infinity\"",
          "\"\\u0660.\\u0669\"",
          "\"x\"",
          "\"\"",
          "null",
          "true",
          "[0.5, 0.5]",
          "{}");

  private static boolean isCreated;

  @Before
  public void createIndex() throws IOException {
    if (isCreated) {
      return;
    }
    String fields =
        String.join(
            ", ",
            field("l2", "\"dimension\": 3"),
            field("l2_byte", "\"dimension\": 3, \"data_type\": \"byte\""),
            field("cosinesimil", "\"dimension\": 3, \"space_type\": \"cosinesimil\""),
            field("hnsw", "\"dimension\": 3, \"method\": {\"name\": \"hnsw\"}"),
            "\"n\": {\"type\": \"long\"}");
    rest().put("/" + INDEX, index("", fields)).ok();
    bulk(rest(), INDEX, 1, i -> "{\"l2\": " + Vectors.json(VECTOR) + "}");
    isCreated = true;
  }

  /** Whatever was sent, the index is as it was, and can be searched. */
  @After
  public void checkUnharmed() throws IOException {
    assertTrue(node().isAlive());
    assertEquals(List.of("0"), ids(rest(), INDEX, 5, nearest("l2", VECTOR, "\"k\": 5")));
  }

  @Test
  public void testMappings() throws IOException {
    List<Malformed> mappings =
        List.of(
            new Malformed("\"space_type\": \"l2\"", "[dimension]"),
            new Malformed("\"dimension\": 0", "[dimension] must be a whole number between 1 and"),
            new Malformed("\"dimension\": -3", "[dimension]"),
            new Malformed("\"dimension\": 4097", "[dimension]"),
            new Malformed("\"dimension\": 1.5", "[dimension]"),
            new Malformed("\"dimension\": \"many\"", "[dimension]"),
            new Malformed("\"dimension\": [3]", "[dimension]"),
            new Malformed("\"dimension\": null", "[dimension]"),
            new Malformed("\"dimension\": 99999999999", "[dimension]"),
            new Malformed(
                "\"dimension\": 3, \"space_type\": \"hamming\"",
                "[space_type] must be one of [l2, cosinesimil, innerproduct], got [hamming]"),
            new Malformed("\"dimension\": 3, \"space_type\": 1", "[space_type]"),
            new Malformed("\"dimension\": 3, \"data_type\": \"binary\"", "[data_type]"),
            new Malformed("\"dimension\": 3, \"engine\": \"faiss\"", "[engine]"),
            new Malformed("\"dimension\": 3, \"method\": \"lorann\"", "[method] must be an object"),
            new Malformed(
                "\"dimension\": 3, \"method\": {\"name\": \"ivf\"}",
                "[name] must be one of [lorann, hnsw], got [ivf]"),
            new Malformed("\"dimension\": 3, \"method\": {\"name\": null}", "[name]"),
            new Malformed("\"dimension\": 3, \"method\": {\"name\": [\"hnsw\"]}", "[name]"),
            new Malformed("\"dimension\": 4097, \"method\": {\"name\": \"hnsw\"}", "[dimension]"),
            new Malformed("\"dimension\": 3, \"method\": {\"engine\": \"faiss\"}", "[engine]"),
            new Malformed("\"dimension\": 3, \"method\": {\"parameters\": 3}", "[parameters]"),
            new Malformed(tunable("\"m\": 16"), "unknown parameter [m]"),
            new Malformed(tunable("\"rank\": 0"), "[rank]"),
            new Malformed(tunable("\"rank\": \"high\""), "[rank]"),
            new Malformed(tunable("\"rank\": {}"), "[rank]"),
            new Malformed(tunable("\"rank\": null"), "[rank]"),
            new Malformed(tunable("\"bits\": 5"), "[bits]"),
            new Malformed(tunable("\"target_recall\": 1"), "[target_recall]"),
            new Malformed(tunable("\"vectors_per_cluster\": 1"), "[vectors_per_cluster]"),
            new Malformed(tunable("\"projected_dimensions\": -1"), "[projected_dimensions]"),
            new Malformed(tunable("\"exact_search_threshold\": 1e9"), "[exact_search_threshold]"),
            new Malformed("\"dimension\": 3, \"index\": \"perhaps\"", "[index]"),
            new Malformed("\"dimension\": 3, \"index\": 1", "[index]"),
            new Malformed("\"dimension\": 3, \"meta\": 1", "[meta]"),
            new Malformed("\"dimension\": 3, \"fields\": 1", "[fields]"),
            new Malformed("\"dimension\": 3, \"nonsense\": 1", "[nonsense]"),
            new Malformed("\"dimension\": 3, \"copy_to\": \"w\"", "[copy_to]"),
            new Malformed(
                "\"dimension\": 3, \"fields\": {\"raw\": {\"type\": \"keyword\"}}", "[fields]"),
            new Malformed(
                "\"dimension\": 3, \"fields\": {" + field("w", "\"dimension\": 2") + "}",
                "[dimension] of [v.w] must be that of [v], 3"));
    for (Malformed malformed : mappings) {
      Rest.Response response =
          rest().put("/malformed-mapping", index("", field("v", malformed.parameters)));
      assertRefused(response, malformed.message);
    }
    rest().get("/malformed-mapping").expect(404);
  }

  /** Of a new index, and of one that is live. */
  @Test
  public void testTunables() throws IOException {
    for (Tunable tunable : Tunable.values()) {
      for (String value : tunable == Tunable.TARGET_RECALL ? NO_SHARES : NO_WHOLE_NUMBERS) {
        String field = field("l2", tunable("\"" + tunable.key() + "\": " + value));
        String reason = reason(value, "[" + tunable.key() + "] must be");
        assertRefused(rest().put("/malformed-mapping", index("", field)), reason);
        assertRefused(
            rest().put("/" + INDEX + "/_mapping", "{\"properties\": {" + field + "}}"), reason);
      }
    }
    rest().get("/malformed-mapping").expect(404);
  }

  /** Of a new index, and of one that is live, before the name of the method and behind it. */
  @Test
  public void testParametersOfHnsw() throws IOException {
    List<String> keys = new ArrayList<>(List.of("m", "ef_construction"));
    for (Tunable tunable : Tunable.values()) {
      keys.add(tunable.key());
    }
    for (String key : keys) {
      String parameters = "\"parameters\": {\"" + key + "\": 16}";
      for (String method :
          List.of("\"name\": \"hnsw\", " + parameters, parameters + ", \"name\": \"hnsw\"")) {
        String field = field("hnsw", "\"dimension\": 3, \"method\": {" + method + "}");
        String reason = "the method [hnsw] has no parameters, got [" + key + "]";
        assertRefused(rest().put("/malformed-mapping", index("", field)), reason);
        assertRefused(
            rest().put("/" + INDEX + "/_mapping", "{\"properties\": {" + field + "}}"), reason);
      }
    }
    rest().get("/malformed-mapping").expect(404);
  }

  private static String tunable(String parameter) {
    return "\"dimension\": 3, \"method\": {\"parameters\": {" + parameter + "}}";
  }

  /** Ours, unless it was no JSON at all. */
  private static String reason(String value, String ours) {
    return value.equals("NaN") ? "NaN" : ours;
  }

  @Test
  public void testSetting() throws IOException {
    for (String value : List.of("1", "\"yes\"", "\"TRUE\"", "\"\"", "[true]", "\" true \"")) {
      assertRefused(
          rest().put("/malformed-setting", "{\"settings\": {\"index.lorann\": " + value + "}}"),
          "[index.lorann] must be true or false");
    }
    assertRefused(
        rest().put("/malformed-setting", "{\"settings\": {\"index.lorann.fields\": true}}"),
        "unknown setting [index.lorann.fields]");
    rest().get("/malformed-setting").expect(404);
    for (String value : List.of("true", "false", "null", "\"x\"")) {
      assertRefused(
          rest().put("/" + INDEX + "/_settings", "{\"index.lorann\": " + value + "}"),
          "[index.lorann]");
    }
  }

  @Test
  public void testQueries() throws IOException {
    String vector = "\"vector\": " + Vectors.json(VECTOR);
    Map<String, String> malformed =
        Map.ofEntries(
            Map.entry("{}", "there is no field"),
            Map.entry("{\"l2\": [1, 2]}", "field [l2] needs an object"),
            Map.entry("{\"l2\": {\"k\": 10}}", "[vector] is missing"),
            Map.entry("{\"l2\": {\"vector\": [], \"k\": 10}}", "0 dimensions"),
            Map.entry("{\"l2\": {\"vector\": [1, 2], \"k\": 10}}", "2 dimensions"),
            Map.entry("{\"l2\": {\"vector\": [\"a\"], \"k\": 10}}", "[vector]"),
            Map.entry("{\"l2\": {\"vector\": \"text\", \"k\": 10}}", "[vector]"),
            Map.entry("{\"l2\": {\"vector\": [[1]], \"k\": 10}}", "vector"),
            Map.entry("{\"l2\": {\"vector\": null, \"k\": 10}}", "vector"),
            Map.entry("{\"l2\": {" + vector + "}}", "give exactly one of [k]"),
            Map.entry("{\"l2\": {" + vector + ", \"k\": 10, \"min_score\": 1}}", "exactly one"),
            Map.entry(query(vector, "\"k\": 0"), "[k]"),
            Map.entry(query(vector, "\"k\": -1"), "[k]"),
            Map.entry(query(vector, "\"k\": 10001"), "[k]"),
            Map.entry(query(vector, "\"k\": 99999999999"), "[k]"),
            Map.entry(query(vector, "\"k\": 1.5"), "[k]"),
            Map.entry(query(vector, "\"k\": \"ten\""), "[k]"),
            Map.entry(query(vector, "\"k\": [10]"), "k"),
            Map.entry(query(vector, "\"min_score\": 0"), "[min_score]"),
            Map.entry(query(vector, "\"min_score\": 1e39"), "[min_score]"),
            Map.entry(query(vector, "\"max_distance\": -1"), "-1.0"),
            Map.entry(query(vector, "\"max_distance\": \"near\""), "[max_distance]"),
            Map.entry(query(vector, "\"min_score\": 1, \"target_recall\": 0.9"), "[min_score]"),
            Map.entry(query(vector, "\"k\": 10, \"target_recall\": 1"), "[target_recall]"),
            Map.entry(query(vector, "\"k\": 10, \"target_recall\": \"all\""), "[target_recall]"),
            Map.entry(
                query(vector, "\"k\": 10, \"nprobes\": 3"),
                "give [nprobes] in [method_parameters]"),
            Map.entry(
                query(vector, "\"k\": 10, \"visit_percentage\": \"x\""),
                "give [visit_percentage] in [method_parameters]"),
            Map.entry(
                query(vector, "\"ef_search\": null, \"k\": 10"),
                "give [ef_search] in [method_parameters]"),
            Map.entry(
                query(vector, "\"k\": 10, \"oversample_factor\": [3]"),
                "give [oversample_factor] in [rescore]"),
            Map.entry(
                query(vector, "\"k\": 10, \"rescore\": true"),
                "[rescore] must be an object with [oversample_factor]"),
            Map.entry(
                query(vector, "\"k\": 10, \"rescore\": false"),
                "[rescore] must be an object with [oversample_factor]"),
            Map.entry(query(vector, "\"k\": 10, \"method_parameters\": 3"), "method_parameters"),
            Map.entry(
                query(vector, "\"k\": 10, \"method_parameters\": {\"ef_search\": 3}"),
                "[ef_search] does not fit field [l2], whose method is [lorann];"
                    + " use [target_recall]"),
            Map.entry(
                query(vector, "\"min_score\": 1, \"method_parameters\": {\"ef_search\": 3}"),
                "[min_score] has no parameters of effort"),
            Map.entry(
                "{\"hnsw\": {" + vector + ", \"k\": 1, \"target_recall\": 0.9}}",
                "[target_recall] does not fit field [hnsw], whose method is [hnsw];"
                    + " use [method_parameters.ef_search]"),
            Map.entry(
                hnsw(vector, "\"nprobes\": 3"),
                "[nprobes] does not fit field [hnsw], whose method is [hnsw];"
                    + " use [method_parameters.ef_search]"),
            Map.entry(
                hnsw(vector, "\"visit_percentage\": 3"),
                "[visit_percentage] does not fit field [hnsw], whose method is [hnsw];"
                    + " use [method_parameters.ef_search]"),
            Map.entry(
                hnsw(vector, "\"ef_search\": 3, \"nprobes\": 3"), "[nprobes] does not fit field"),
            Map.entry(
                hnsw(vector, "\"ef_search\": 3}, \"rescore\": {\"oversample_factor\": 3"),
                "the method [hnsw] takes [ef_search] instead"),
            Map.entry(hnsw(vector, "\"ef_search\": 0"), "[ef_search] must be between 1 and 10000"),
            Map.entry(
                hnsw(vector, "\"ef_search\": 10001"), "[ef_search] must be between 1 and 10000"),
            Map.entry(
                query(vector, "\"k\": 10, \"method_parameters\": {\"nprobes\": 0}"), "[nprobes]"),
            Map.entry(
                query(vector, "\"k\": 10, \"method_parameters\": {\"visit_percentage\": 101}"),
                "[visit_percentage]"),
            Map.entry(
                query(
                    vector,
                    "\"k\": 10, \"target_recall\": 0.5, \"method_parameters\": {\"nprobes\": 3}"),
                "exclude each other"),
            Map.entry(
                query(vector, "\"k\": 10, \"rescore\": {\"oversample_factor\": 3}"),
                "[oversample_factor] needs"),
            Map.entry(
                query(
                    vector,
                    "\"k\": 10, \"method_parameters\": {\"nprobes\": 3},"
                        + " \"rescore\": {\"oversample_factor\": 0.5}"),
                "[oversample_factor] must be between"),
            Map.entry(query(vector, "\"k\": 10, \"filter\": {\"nonsense\": {}}"), "nonsense"),
            Map.entry(query(vector, "\"k\": 10, \"filter\": 3"), "filter"),
            Map.entry(query(vector, "\"k\": 10, \"boost\": -1"), "boost"),
            Map.entry("{\"absent\": {" + vector + ", \"k\": 1}}", "[absent] is not mapped"),
            Map.entry("{\"n\": {" + vector + ", \"k\": 1}}", "is of type [long]"),
            Map.entry(
                "{\"l2_byte\": {\"vector\": " + Vectors.json(VECTOR) + ", \"k\": 1}}",
                "is no byte"),
            Map.entry(
                "{\"cosinesimil\": {\"vector\": "
                    + Vectors.json(new float[DIMENSION])
                    + ", \"k\": 1}}",
                "no direction"),
            Map.entry(
                "{\"cosinesimil\": {" + vector + ", \"max_distance\": 2.5}}", "distance of 2.5"),
            Map.entry(
                "{\"l2\": {" + vector + ", \"k\": 1}, \"n\": {" + vector + ", \"k\": 1}}",
                "more than the one field"));
    for (Map.Entry<String, String> query : malformed.entrySet()) {
      assertRefused(
          rest()
              .post("/" + INDEX + "/_search", "{\"query\": {\"lorann\": " + query.getKey() + "}}"),
          query.getValue());
    }
    assertEquals(
        List.of(),
        ids(rest(), INDEX, 1, nearest("absent", VECTOR, "\"k\": 1, \"ignore_unmapped\": true")));
  }

  private static String hnsw(String vector, String parameters) {
    return "{\"hnsw\": {" + vector + ", \"k\": 1, \"method_parameters\": {" + parameters + "}}}";
  }

  private static String query(String vector, String parameters) {
    return "{\"l2\": {" + vector + ", " + parameters + "}}";
  }

  /** Each parameter with values of the wrong type and out of range. */
  @Test
  public void testParametersOfQueries() throws IOException {
    checkParameter("\"k\": %s", "k", NO_WHOLE_NUMBERS);
    checkParameter(
        "\"k\": 1, \"method_parameters\": {\"nprobes\": %s}", "nprobes", NO_WHOLE_NUMBERS);
    checkParameter(
        "\"k\": 1, \"method_parameters\": {\"ef_search\": %s}", "ef_search", NO_WHOLE_NUMBERS);
    checkParameter("\"k\": 1, \"target_recall\": %s", "target_recall", NO_SHARES);
    List<String> noPercentages =
        List.of("0", "-1", "100.1", "1e999", "1e-999", "\"NaN\"", "\"x\"", "true", "null", "[5]");
    checkParameter(
        "\"k\": 1, \"method_parameters\": {\"visit_percentage\": %s}",
        "visit_percentage", noPercentages);
    checkParameter(
        "\"k\": 1, \"method_parameters\": {\"nprobes\": 1},"
            + " \"rescore\": {\"oversample_factor\": %s}",
        "oversample_factor", noPercentages);
    List<String> noNumbers = List.of("1e39", "\"NaN\"", "\"x\"", "true", "null", "[5]", "{}");
    checkParameter("\"min_score\": %s", "min_score", noNumbers);
    checkParameter("\"max_distance\": %s", "max_distance", noNumbers);
    checkParameter("\"max_distance\": %s", "max_distance", List.of("-1e-3"));
    checkParameter("\"k\": 1, \"boost\": %s", "boost", noNumbers);
    List<String> noObjects = List.of("1", "\"x\"", "true", "null", "[]");
    checkParameter("\"k\": 1, \"method_parameters\": %s", "method_parameters", noObjects);
    checkParameter("\"k\": 1, \"rescore\": %s", "rescore", noObjects);
    checkParameter("\"k\": 1, \"filter\": %s", "filter", noObjects);
    checkParameter("\"k\": 1, \"filter\": %s", "filter", List.of("{}", "{\"term\": {}}"));
    checkParameter("\"k\": 1, \"ignore_unmapped\": %s", "ignore_unmapped", List.of("1", "\"x\""));
    checkParameter("\"k\": 1, \"_name\": %s", "_name", List.of("1", "null", "[]", "{}"));
  }

  private static void checkParameter(String parameters, String name, List<String> values)
      throws IOException {
    for (String value : values) {
      String query = nearest("l2", VECTOR, format(parameters, value));
      Rest.Response response = rest().post("/" + INDEX + "/_search", "{\"query\": " + query + "}");
      String answer = response.expect(400).toString();
      assertTrue(query + " gave " + answer, value.equals("NaN") || names(answer, name));
    }
  }

  /** Whether an answer has a name as a word of its own. */
  private static boolean names(String answer, String name) {
    return Pattern.compile("[\" \\[]" + name + "[\\] ]").matcher(answer).find();
  }
}
