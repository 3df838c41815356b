// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Test;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** Vectors in nested objects: a document is as near as the nearest of its own. */
public class NestedIT extends OpenSearchTestCase {

  private static final String INDEX = "nested";
  private static final int DOCUMENTS = 400;
  private static final int PASSAGES = 4;
  private static final int K = 10;

  private static Vectors vectors;

  @Before
  public void createIndex() throws IOException {
    if (vectors != null) {
      return;
    }
    Vectors made = Vectors.random(random(), DOCUMENTS * PASSAGES, 16);
    String parameters =
        """
        "dimension": 16,
        "method": {"parameters": {"exact_search_threshold": 100, "vectors_per_cluster": 32}}""";
    String properties =
        format(
            """
        "even": {"type": "boolean"}, %s,
        "passages": {"type": "nested", "properties": {
          "page": {"type": "integer"}, %s,
          "lines": {"type": "nested", "properties": {%s}}}}""",
            field("v", parameters), field("v", parameters), field("v", "\"dimension\": 2"));
    rest().put("/" + INDEX, index("", properties)).ok();
    bulk(rest(), INDEX, DOCUMENTS, i -> source(made, i));
    forceMerge(rest(), INDEX);
    vectors = made;
  }

  private static String source(Vectors vectors, int document) {
    List<String> passages = new ArrayList<>();
    for (int page = 0; page < PASSAGES; page++) {
      passages.add(
          format(
              """
          {"page": %d, "v": %s, "lines": [{"v": [%d, %d]}, {"v": [0, 0.5]}]}""",
              page, Vectors.json(vectors.get(document * PASSAGES + page)), document, page));
    }
    return "{\"even\": " + (document % 2 == 0) + ", \"passages\": " + passages + "}";
  }

  private static String nested(String query) {
    return "{\"nested\": {\"path\": \"passages\", \"score_mode\": \"max\", \"query\": "
        + query
        + "}}";
  }

  /** The nearest documents by their passages, best first. */
  private static List<String> expected(float[] query, IntPredicate passages) {
    LinkedHashSet<String> documents = new LinkedHashSet<>();
    IntStream.range(0, vectors.size())
        .filter(passages)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Similarity.L2.of(query, vectors.get(i))))
        .forEach(i -> documents.add(String.valueOf(i / PASSAGES)));
    return documents.stream().limit(K).toList();
  }

  @Test
  public void testFindsParents() throws IOException {
    assertRecall("", i -> true);
  }

  @Test
  public void testFilterOnPassages() throws IOException {
    assertRecall(", \"filter\": {\"term\": {\"passages.page\": 2}}", i -> i % PASSAGES == 2);
  }

  @Test
  public void testFilterOnParents() throws IOException {
    assertRecall(", \"filter\": {\"term\": {\"even\": true}}", i -> i / PASSAGES % 2 == 0);
  }

  private static void assertRecall(String parameters, IntPredicate passages) throws IOException {
    double recall = 0;
    for (int i = 0; i < K; i++) {
      float[] query = vectors.query(random());
      List<String> found =
          ids(rest(), INDEX, K, nested(nearest("passages.v", query, "\"k\": " + K + parameters)));
      assertEquals(K, found.size());
      recall += Vectors.recall(expected(query, passages), found) / K;
    }
    assertTrue(parameters + " " + recall, recall >= 0.85);
  }

  @Test
  public void testInnerHits() throws IOException {
    int passage = random().nextInt(vectors.size());
    String query =
        format(
            """
        {"nested": {"path": "passages", "inner_hits": {"size": 1},
          "query": %s}}""",
            nearest("passages.v", vectors.get(passage), "\"k\": 3"));
    JsonNode hit = hits(rest(), INDEX, 3, query).at("/hits/0");
    assertEquals(String.valueOf(passage / PASSAGES), hit.path("_id").asString());
    assertEquals(
        passage % PASSAGES, hit.at("/inner_hits/passages/hits/hits/0/_source/page").asInt());
  }

  /** The profiler and a filter on the document, whose join is made while the query is rewritten. */
  @Test
  public void testProfile() throws IOException {
    float[] query = vectors.query(random());
    String body =
        nested(nearest("passages.v", query, "\"k\": 5, \"filter\": {\"term\": {\"even\": true}}"));
    JsonNode profiled =
        rest().post("/" + INDEX + "/_search", "{\"profile\": true, \"query\": " + body + "}").ok();
    assertEquals(hits(rest(), INDEX, 10, body), profiled.path("hits"));
    assertEquals(1, profiled.at("/profile/shards/0/searches/0/query").size());
  }

  @Test
  public void testRadius() throws IOException {
    int passage = random().nextInt(vectors.size());
    assertEquals(
        String.valueOf(passage / PASSAGES),
        ids(
                rest(),
                INDEX,
                1,
                nested(nearest("passages.v", vectors.get(passage), "\"min_score\": 0.9")))
            .get(0));
    assertEquals(
        List.of(),
        ids(
            rest(),
            INDEX,
            1,
            nested(
                nearest(
                    "passages.v",
                    vectors.get(passage),
                    "\"min_score\": 0.9, \"filter\": {\"term\": {\"even\": "
                        + (passage / PASSAGES % 2 != 0)
                        + "}}"))));
  }

  /** A filter on the document reaches vectors two levels below it. */
  @Test
  public void testTwoLevels() throws IOException {
    for (boolean even : new boolean[] {true, false}) {
      String query =
          nearest(
              "passages.lines.v",
              new float[] {100, 1},
              "\"k\": 1, \"filter\": {\"term\": {\"even\": " + even + "}}");
      List<String> found =
          ids(
              rest(),
              INDEX,
              5,
              nested("{\"nested\": {\"path\": \"passages.lines\", \"query\": " + query + "}}"));
      assertEquals(1, found.size());
      assertEquals(even, Integer.parseInt(found.get(0)) % 2 == 0);
    }
  }

  @Test
  public void testRefusesTheWrongLevel() throws IOException {
    String inside = nearest("passages.v", vectors.get(0), "\"k\": 1");
    assertRefused(search(inside), "put the query into a [nested] query with path [passages]");
    assertRefused(
        search(nested(nearest("v", vectors.get(0), "\"k\": 1"))),
        "is not in the nested object [passages]");
  }

  private static Rest.Response search(String query) throws IOException {
    return rest().post("/" + INDEX + "/_search", "{\"query\": " + query + "}");
  }
}
