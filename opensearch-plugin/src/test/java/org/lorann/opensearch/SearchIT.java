// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.Before;
import org.junit.Test;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** Searches find what they should, with the scores they should have. */
public class SearchIT extends OpenSearchTestCase {

  private static final String INDEX = "search";
  private static final int DIMENSION = 24;
  private static final int K = 10;
  private static final int QUERIES = 20;

  /** The field of each measure, all with the same vectors. */
  private static final Map<String, Similarity> FIELDS =
      Map.of(
          "l2", Similarity.L2,
          "cosinesimil", Similarity.COSINE,
          "innerproduct", Similarity.INNER_PRODUCT);

  private static Vectors vectors;

  /** An index that all tests here search: half of it merged into one segment, with clusters. */
  @Before
  public void createIndex() throws IOException {
    if (vectors != null) {
      return;
    }
    Vectors made = Vectors.random(random(), 2_000, DIMENSION);
    List<String> fields = new ArrayList<>();
    for (String space : FIELDS.keySet()) {
      fields.add(field(space, parameters(space, "float")));
      fields.add(field(space + "_byte", parameters(space, "byte")));
    }
    fields.add("\"n\": {\"type\": \"long\"}");
    fields.add("\"third\": {\"type\": \"keyword\"}");
    rest().put("/" + INDEX, index("\"refresh_interval\": -1", String.join(", ", fields))).ok();
    bulk(rest(), INDEX, made.size() / 2, i -> source(made, i));
    forceMerge(rest(), INDEX);
    bulk(rest(), INDEX, made.size() / 2, made.size(), i -> source(made, i));
    assertTrue(segments() > 1);
    vectors = made;
  }

  private static int segments() throws IOException {
    return rest()
        .get("/" + INDEX + "/_stats/segments")
        .ok()
        .at("/_all/primaries/segments/count")
        .asInt();
  }

  private static String parameters(String space, String type) {
    return format(
        """
        "dimension": %d, "space_type": "%s", "data_type": "%s",
        "method": {"parameters": {"exact_search_threshold": 100, "vectors_per_cluster": 64}}""",
        DIMENSION, space, type);
  }

  private static String source(Vectors vectors, int i) {
    List<String> fields = new ArrayList<>();
    for (String space : FIELDS.keySet()) {
      fields.add("\"" + space + "\": " + Vectors.json(vectors.get(i)));
      fields.add("\"" + space + "_byte\": " + Vectors.json(bytes(vectors.get(i))));
    }
    fields.add("\"n\": " + i);
    fields.add("\"third\": \"" + i % 3 + "\"");
    return "{" + String.join(", ", fields) + "}";
  }

  @Test
  public void testFindsNeighboursInAllSpaces() throws IOException {
    for (Map.Entry<String, Similarity> field : FIELDS.entrySet()) {
      assertRecall(field.getKey(), field.getValue(), "", i -> true, 0.85);
    }
  }

  @Test
  public void testFindsNeighboursAmongBytes() throws IOException {
    for (Map.Entry<String, Similarity> field : FIELDS.entrySet()) {
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        float[] query = bytes(vectors.query(random()));
        List<String> found = ids(INDEX, nearest(field.getKey() + "_byte", query, "\"k\": " + K));
        recall += bytesRecall(query, found, field.getValue());
      }
      assertTrue(field + " " + recall / QUERIES, recall / QUERIES >= 0.85);
    }
  }

  /** Bytes make ties: any vector as near as the k-th is right. */
  private static double bytesRecall(float[] query, List<String> found, Similarity similarity) {
    double[] all = new double[vectors.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = similarity.of(query, bytes(vectors.get(i)));
    }
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    double kth = sorted[sorted.length - K];
    return (double) found.stream().filter(id -> all[Integer.parseInt(id)] >= kth - 1e-9).count()
        / K;
  }

  @Test
  public void testFilters() throws IOException {
    assertRecall("l2", "\"filter\": {\"term\": {\"third\": \"1\"}}", i -> i % 3 == 1, 0.85);
    assertRecall("l2", "\"filter\": {\"range\": {\"n\": {\"lt\": 200}}}", i -> i < 200, 0.85);
    assertRecall(
        "l2",
        "\"filter\": {\"bool\": {\"must_not\": [{\"term\": {\"third\": \"0\"}}],"
            + " \"filter\": [{\"range\": {\"n\": {\"gte\": 1000}}}]}}",
        i -> i % 3 != 0 && i >= 1_000,
        0.9);
    assertRecall(
        "l2", "\"filter\": {\"terms\": {\"n\": [3, 1500, 77]}}", Set.of(3, 1500, 77)::contains, 1);
    assertEquals(
        List.of(),
        ids(
            INDEX,
            nearest(
                "l2", vectors.get(0), "\"k\": 10, \"filter\": {\"term\": {\"third\": \"x\"}}")));
  }

  @Test
  public void testMoreEffortFindsMore() throws IOException {
    double least = recall("l2", Similarity.L2, effort(1, 1), i -> true);
    double all = recall("l2", Similarity.L2, effort(1_000, 100), i -> true);
    assertTrue(least + " " + all, least < all);
    assertEquals(1, all, 0);
    assertRecall("l2", "\"target_recall\": 0.99", i -> true, 0.95);
    assertRecall("l2", "\"method_parameters\": {\"visit_percentage\": 100}", i -> true, 0.99);
    assertRecall(
        "l2",
        "\"method_parameters\": {\"visit_percentage\": 30.5},"
            + " \"rescore\": {\"oversample_factor\": 20}",
        i -> true,
        0.8);
    double low = recall("l2", Similarity.L2, "\"target_recall\": 0.1", i -> true);
    assertTrue(String.valueOf(low), low < 1);
  }

  private static String effort(int nprobes, int oversampleFactor) {
    return format(
        """
        "method_parameters": {"nprobes": %d}, "rescore": {"oversample_factor": %d}""",
        nprobes, oversampleFactor);
  }

  /** The default of the mapping holds for segments that were written before it. */
  @Test
  public void testTargetRecallOfTheMapping() throws IOException {
    rest().put("/search-target", index("", field("v", withTarget(0.99)))).ok();
    bulk(
        rest(),
        "search-target",
        vectors.size(),
        i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
    forceMerge(rest(), "search-target");
    List<float[]> queries = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(vectors.query(random()));
    }
    double high = targetRecall(queries);
    rest()
        .put("/search-target/_mapping", "{\"properties\": {" + field("v", withTarget(0.01)) + "}}")
        .ok();
    double low = targetRecall(queries);
    assertTrue(low + " " + high, low < high);
  }

  private static String withTarget(double recall) {
    return format(
        """
        "dimension": %d, "method": {"parameters": {
          "target_recall": %s, "exact_search_threshold": 100, "vectors_per_cluster": 32}}""",
        DIMENSION, recall);
  }

  private static double targetRecall(List<float[]> queries) throws IOException {
    double recall = 0;
    for (float[] query : queries) {
      recall +=
          Vectors.recall(
              vectors.nearest(query, K, Similarity.L2, n -> true),
              ids("search-target", nearest("v", query, "\"k\": " + K)));
    }
    return recall / QUERIES;
  }

  @Test
  public void testScoresAreThoseOfKnn() throws IOException {
    float[] query = vectors.query(random());
    for (Map.Entry<String, Similarity> field : FIELDS.entrySet()) {
      for (JsonNode hit :
          hits(rest(), INDEX, K, nearest(field.getKey(), query, "\"k\": " + K)).path("hits")) {
        float[] vector = vectors.get(hit.path("_id").asInt());
        double expected = score(field.getKey(), field.getValue().of(query, vector));
        assertEquals(field.getKey(), expected, hit.path("_score").asDouble(), 1e-4 * expected);
      }
    }
  }

  private static double score(String space, double similarity) {
    return switch (space) {
      case "l2" -> 1 / (1 - similarity);
      case "cosinesimil" -> (1 + similarity) / 2;
      default -> similarity >= 0 ? 1 + similarity : 1 / (1 - similarity);
    };
  }

  @Test
  public void testRadius() throws IOException {
    float[] query = vectors.get(random().nextInt(vectors.size()));
    for (Map.Entry<String, Similarity> field : FIELDS.entrySet()) {
      List<String> nearest = vectors.nearest(query, 40, field.getValue(), i -> true);
      int last = Integer.parseInt(nearest.get(nearest.size() - 1));
      double similarity = field.getValue().of(query, vectors.get(last));
      double slack = 1e-4 * Math.abs(similarity) + 1e-5;
      assertRadius(
          field.getKey(),
          query,
          "max_distance",
          distance(field.getKey(), similarity) + slack,
          nearest);
      assertRadius(
          field.getKey(),
          query,
          "min_score",
          score(field.getKey(), similarity) * (1 - 1e-5),
          nearest);
    }
  }

  private static double distance(String space, double similarity) {
    return space.equals("cosinesimil") ? 1 - similarity : -similarity;
  }

  private static void assertRadius(
      String field, float[] query, String parameter, double value, List<String> expected)
      throws IOException {
    List<String> found =
        ids(INDEX, 1_000, nearest(field, query, "\"" + parameter + "\": " + value));
    double recall = Vectors.recall(expected, found);
    assertTrue(field + " " + parameter + " " + recall, recall >= 0.85);
    assertTrue(field + " " + parameter + " " + found.size(), found.size() <= expected.size() + 1);
    String filter = ", \"filter\": {\"term\": {\"third\": \"0\"}}";
    List<String> filtered =
        ids(INDEX, 1_000, nearest(field, query, "\"" + parameter + "\": " + value + filter));
    assertTrue(filtered.stream().allMatch(id -> Integer.parseInt(id) % 3 == 0));
    List<String> thirds = expected.stream().filter(id -> Integer.parseInt(id) % 3 == 0).toList();
    double missed = thirds.stream().filter(id -> filtered.contains(id) == false).count();
    // A filtered search visits other clusters, and need not miss the same as one without.
    assertTrue(field + " " + parameter + " " + missed, missed <= 1 + 0.15 * thirds.size());
    assertTrue(field + " " + parameter, filtered.size() <= thirds.size() + 1);
  }

  @Test
  public void testRadiusWithoutHits() throws IOException {
    float[] far = new float[DIMENSION];
    Arrays.fill(far, 1_000);
    assertEquals(List.of(), ids(INDEX, nearest("l2", far, "\"max_distance\": 10")));
    assertEquals(List.of(), ids(INDEX, nearest("cosinesimil", far, "\"min_score\": 1.5")));
  }

  @Test
  public void testBoostNameAndHybrid() throws IOException {
    float[] query = vectors.get(5);
    String body =
        format(
            """
        {"size": 3, "query": {"bool": {"should": [
          {"lorann": {"l2": {"vector": %s, "k": 2, "boost": 10, "_name": "near"}}},
          {"term": {"n": {"value": 1234, "_name": "number"}}}]}}}""",
            Vectors.json(query));
    JsonNode hits = rest().post("/" + INDEX + "/_search", body).ok().at("/hits/hits");
    assertEquals(3, hits.size());
    assertEquals("5", hits.at("/0/_id").asString());
    assertEquals(10, hits.at("/0/_score").asDouble(), 1e-5);
    Set<String> names = new HashSet<>();
    for (JsonNode hit : hits) {
      names.add(hit.path("_id").asString() + hit.path("matched_queries"));
    }
    assertTrue(names.toString(), names.contains("5[\"near\"]"));
    assertTrue(names.toString(), names.contains("1234[\"number\"]"));
  }

  /** What else a server does with a query. */
  @Test
  public void testOtherWaysToSearch() throws IOException {
    String query = nearest("l2", vectors.get(5), "\"k\": 5");
    String body = "{\"query\": " + query + "}";
    assertEquals(5, rest().post("/" + INDEX + "/_count", body).ok().path("count").asInt());
    assertTrue(rest().post("/" + INDEX + "/_explain/5", body).ok().path("matched").asBoolean());
    assertTrue(rest().post("/" + INDEX + "/_validate/query", body).ok().path("valid").asBoolean());
    String aggregated =
        "{\"size\": 0, \"query\": " + query + ", \"aggs\": {\"n\": {\"max\": {\"field\": \"n\"}}}}";
    assertFalse(
        rest()
            .post("/" + INDEX + "/_search", aggregated)
            .ok()
            .at("/aggregations/n/value")
            .isNull());
    JsonNode many =
        rest()
            .bulk("/_msearch", List.of("{\"index\": \"" + INDEX + "\"}", body.replace("\n", " ")))
            .ok();
    assertEquals(5, many.at("/responses/0/hits/hits").size());
    String template =
        format(
            """
        {"source": "{\\"query\\": {\\"lorann\\": {\\"l2\\":\
         {\\"vector\\": {{#toJson}}v{{/toJson}}, \\"k\\": 5}}}}",
         "params": {"v": %s}}""",
            Vectors.json(vectors.get(5)));
    assertEquals(
        5, rest().post("/" + INDEX + "/_search/template", template).ok().at("/hits/hits").size());
  }

  /** Slices of a shard that are searched at the same time find what one thread finds. */
  @Test
  public void testConcurrentSegmentSearch() throws IOException {
    String query = nearest("l2", vectors.query(random()), "\"k\": 50");
    String body = "{\"size\": 50, \"query\": " + query + "}";
    List<JsonNode> hits = new ArrayList<>();
    for (String mode : List.of("none", "all")) {
      searchSegments(mode);
      hits.add(
          rest().post("/" + INDEX + "/_search?request_cache=false", body).ok().at("/hits/hits"));
    }
    assertEquals(50, hits.get(0).size());
    assertEquals(hits.get(0), hits.get(1));
  }

  /** Whether segments are searched at the same time: {@code all} or {@code none}. */
  private static void searchSegments(String mode) throws IOException {
    rest()
        .put(
            "/" + INDEX + "/_settings",
            "{\"index.search.concurrent_segment_search.mode\": \"" + mode + "\"}")
        .ok();
  }

  /** The server's profiler has no part in what a query does while it is rewritten. */
  @Test
  public void testProfile() throws IOException {
    String filter = ", \"filter\": {\"range\": {\"n\": {\"lt\": 1500}}}";
    for (String mode : List.of("none", "all")) {
      searchSegments(mode);
      for (String extent : List.of("\"k\": 5", "\"min_score\": 0.9")) {
        for (String parameters : List.of(extent, extent + filter)) {
          checkProfile(nearest("l2", vectors.get(5), parameters));
        }
      }
    }
  }

  private static void checkProfile(String query) throws IOException {
    long start = System.nanoTime();
    JsonNode answer =
        rest().post("/" + INDEX + "/_search", "{\"profile\": true, \"query\": " + query + "}").ok();
    long elapsed = System.nanoTime() - start;
    assertEquals("5", answer.at("/hits/hits/0/_id").asString());
    JsonNode profile = answer.at("/profile/shards/0/searches/0");
    assertEquals(profile.toString(), 1, profile.path("query").size());
    long rewriting = profile.path("rewrite_time").asLong();
    assertTrue(rewriting + " of " + elapsed, rewriting > 0 && rewriting < elapsed);
  }

  /** Every shard gives its k nearest, and the best of them all come first. */
  @Test
  public void testManyShards() throws IOException {
    rest()
        .put(
            "/search-shards",
            index("", field("v", "\"dimension\": " + DIMENSION))
                .replace("\"number_of_shards\": 1", "\"number_of_shards\": 3"))
        .ok();
    bulk(rest(), "search-shards", 600, i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
    float[] query = vectors.query(random());
    assertEquals(
        vectors.nearest(query, K, Similarity.L2, i -> i < 600),
        ids("search-shards", nearest("v", query, "\"k\": " + K)));
  }

  private static void assertRecall(
      String field, String parameters, IntPredicate filter, double least) throws IOException {
    assertRecall(field, FIELDS.get(field), parameters, filter, least);
  }

  private static void assertRecall(
      String field, Similarity similarity, String parameters, IntPredicate filter, double least)
      throws IOException {
    double recall = recall(field, similarity, parameters, filter);
    assertTrue(field + " " + parameters + " gave " + recall, recall >= least);
  }

  /** The mean over some queries; all hits have to pass the filter. */
  private static double recall(
      String field, Similarity similarity, String parameters, IntPredicate filter)
      throws IOException {
    double recall = 0;
    for (int i = 0; i < QUERIES; i++) {
      float[] query = vectors.query(random());
      List<String> found =
          ids(
              INDEX,
              nearest(
                  field, query, "\"k\": " + K + (parameters.isEmpty() ? "" : ", " + parameters)));
      assertTrue(found.stream().allMatch(id -> filter.test(Integer.parseInt(id))));
      recall += Vectors.recall(vectors.nearest(query, K, similarity, filter), found);
    }
    return recall / QUERIES;
  }

  private static List<String> ids(String index, String query) throws IOException {
    return ids(index, K, query);
  }

  private static List<String> ids(String index, int size, String query) throws IOException {
    return ids(rest(), index, size, query);
  }
}
