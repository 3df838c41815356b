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
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** The {@code lorann} query, and the defaults for searches that do not say what they want. */
public class QueryIT extends HostTestCase {

  private static final int DIMENSIONS = 32;
  private static final int DOCUMENTS = 3_000;
  private static final int QUERIES = 30;

  private static Node node;
  private static Vectors vectors;
  private static List<float[]> queries;
  private static VectorIndex index;

  @BeforeClass
  public static void createIndex() throws IOException {
    node = SharedServer.node();
    vectors = Vectors.random(random(), DOCUMENTS, DIMENSIONS);
    queries = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(vectors.query(random()));
    }
    index =
        VectorIndex.create(node, "query", VectorIndex.CLUSTERED, DIMENSIONS, "cosine")
            .add(vectors, 0, 2_000)
            .add(vectors, 2_000, DOCUMENTS);
  }

  private static String lorann(float[] query, String parameters) {
    return String.format(
        Locale.ROOT,
        """
        {"lorann": {"field": "v", "query_vector": %s%s}}""",
        Vectors.json(query),
        parameters);
  }

  private static JsonNode search(String query) throws IOException {
    return index.search("{\"query\": " + query + ", \"_source\": false}");
  }

  private static double recall(String parameters) throws IOException {
    double sum = 0;
    for (float[] query : queries) {
      List<String> expected = vectors.nearest(query, 10, Similarity.COSINE, i -> true);
      sum += Vectors.recall(expected, VectorIndex.ids(search(lorann(query, parameters))));
    }
    return sum / QUERIES;
  }

  /** Everything is scored exactly, so that it is found. */
  @Test
  public void testAllVisited() throws IOException {
    assertEquals(1, recall(", \"k\": 10, \"visit_percentage\": 100, \"rerank\": 3000"), 0);
  }

  @Test
  public void testEffortMatters() throws IOException {
    double least = recall(", \"k\": 10, \"visit_percentage\": 0.01, \"rerank\": 1");
    double half = recall(", \"k\": 10, \"target_recall\": 0.5");
    double most = recall(", \"k\": 10, \"target_recall\": 0.99");
    assertTrue(least + " " + most, least < most);
    assertTrue(half + " " + most, half <= most);
    assertTrue("recall " + most, most >= 0.97);
  }

  /** Without an effort it is the stock query. */
  @Test
  public void testWithoutEffort() throws IOException {
    String knn = lorann(queries.get(0), ", \"k\": 10").replace("lorann", "knn");
    assertEquals(
        VectorIndex.ids(search(knn)),
        VectorIndex.ids(search(lorann(queries.get(0), ", \"k\": 10"))));
  }

  @Test
  public void testInOtherQueries() throws IOException {
    String lorann =
        lorann(queries.get(1), ", \"k\": 10, \"num_candidates\": 50, \"target_recall\": 0.99");
    List<String> expected = VectorIndex.ids(search(lorann));
    assertEquals(10, expected.size());
    assertEquals(expected, VectorIndex.ids(search("{\"bool\": {\"should\": [" + lorann + "]}}")));
    JsonNode retrieved =
        index.search(
            "{\"retriever\": {\"standard\": {\"query\": " + lorann + "}}, \"_source\": false}");
    assertEquals(expected, VectorIndex.ids(retrieved));
    List<String> hybrid =
        VectorIndex.ids(
            search(
                String.format(
                    Locale.ROOT,
                    """
                {"bool": {"should": [%s, {"term": {"n": {"value": 3, "boost": 100}}}]}}""",
                    lorann)));
    assertEquals("3", hybrid.get(0));
  }

  @Test
  public void testBoostAndName() throws IOException {
    String plain = lorann(queries.get(2), ", \"k\": 1, \"target_recall\": 0.99");
    String boosted =
        lorann(
            queries.get(2),
            ", \"k\": 1, \"target_recall\": 0.99, \"boost\": 3, \"_name\": \"near\"");
    JsonNode once = search(plain).path("hits").path("hits").path(0);
    JsonNode thrice = search(boosted).path("hits").path("hits").path(0);
    assertEquals(3 * once.path("_score").asDouble(), thrice.path("_score").asDouble(), 1e-5);
    assertEquals("near", thrice.path("matched_queries").path(0).asString());
  }

  @Test
  public void testFilterAndSimilarity() throws IOException {
    float[] query = queries.get(3);
    String filter = ", \"filter\": {\"range\": {\"n\": {\"lt\": 1000}}}";
    List<String> expected = vectors.nearest(query, 10, Similarity.COSINE, i -> i < 1000);
    String exactly = ", \"k\": 10, \"visit_percentage\": 100, \"rerank\": 3000" + filter;
    List<String> found = VectorIndex.ids(search(lorann(query, exactly)));
    assertEquals(1, Vectors.recall(expected, found), 0);

    double[] similarities =
        found.stream()
            .mapToDouble(id -> Similarity.COSINE.of(query, vectors.get(Integer.parseInt(id))))
            .toArray();
    int kept = widestGap(similarities);
    double least = (similarities[kept - 1] + similarities[kept]) / 2;
    String similarity = ", \"similarity\": " + least;
    assertEquals(
        found.subList(0, kept), VectorIndex.ids(search(lorann(query, exactly + similarity))));
  }

  /** The index before which values fall the most: servers compute with floats. */
  private static int widestGap(double[] values) {
    int widest = 1;
    for (int i = 2; i < values.length; i++) {
      if (values[i - 1] - values[i] > values[widest - 1] - values[widest]) {
        widest = i;
      }
    }
    return widest;
  }

  /** As many neighbours as hits, unless told otherwise. */
  @Test
  public void testDefaultK() throws IOException {
    String query = lorann(queries.get(4), ", \"target_recall\": 0.9");
    assertEquals(10, search(query).path("hits").path("hits").size());
    JsonNode answer = index.search("{\"size\": 25, \"query\": " + query + "}");
    assertEquals(25, answer.path("hits").path("total").path("value").asInt());
    String beyondCandidates = lorann(queries.get(4), ", \"k\": 20000, \"target_recall\": 0.9");
    assertEquals(10, search(beyondCandidates).path("hits").path("hits").size());
  }

  /** Indices in other formats can be searched too, beside ours. */
  @Test
  public void testStockIndex() throws IOException {
    VectorIndex.create(node, "query-stock", VectorIndex.STOCK, DIMENSIONS, "cosine")
        .add(vectors, 0, 500);
    String body =
        "{\"query\": " + lorann(vectors.get(77), ", \"k\": 5, \"target_recall\": 0.9") + "}";
    JsonNode answer = node.rest().post("/query,query-stock/_search", body).ok();
    assertEquals(0, answer.path("_shards").path("failed").asInt());
    List<String> ids = VectorIndex.ids(answer);
    assertEquals(List.of("77", "77"), ids.subList(0, 2));
  }

  @Test
  public void testNested() throws IOException {
    VectorIndex nested =
        VectorIndex.create(
            node,
            "query-nested",
            """
            "index.lorann.fields": ["list.v"],
            "index.lorann.field.list.v.exact_search_threshold": 10""",
            String.format(
                Locale.ROOT,
                """
            "n": {"type": "integer"}, "list": {"type": "nested", "properties": {"v": %s}}""",
                VectorIndex.vector(DIMENSIONS, "l2_norm", "hnsw")));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 400; i += 2) {
      lines.add("{\"index\": {\"_id\": \"" + i + "\"}}");
      lines.add(
          String.format(
              Locale.ROOT,
              "{\"n\": %d, \"list\": [{\"v\": %s}, {\"v\": %s}]}",
              i,
              Vectors.json(vectors.get(i)),
              Vectors.json(vectors.get(i + 1))));
    }
    node.rest().bulk("/query-nested/_bulk?refresh", lines).ok();
    String effort = ", \"visit_percentage\": 100, \"rerank\": 400";
    for (String filter : List.of("", ", \"filter\": {\"range\": {\"n\": {\"gte\": 100}}}")) {
      String knn =
          lorann(queries.get(5), ", \"k\": 10, \"num_candidates\": 400" + filter)
              .replace("\"v\"", "\"list.v\"");
      String ours = knn.replaceFirst("}}$", effort + "}}");
      List<String> expected =
          VectorIndex.ids(nested.search(nestedQuery(knn.replace("lorann", "knn"))));
      assertEquals(10, expected.size());
      assertEquals(expected, VectorIndex.ids(nested.search(nestedQuery(ours))));
      assertEquals(
          innerHits(nested.search(nestedQuery(knn.replace("lorann", "knn")))),
          innerHits(nested.search(nestedQuery(ours))));
    }
  }

  private static String nestedQuery(String query) {
    return "{\"query\": {\"nested\": {\"path\": \"list\", \"inner_hits\": {}, \"query\": "
        + query
        + "}}}";
  }

  /** The places of all nested objects of each hit, the nearest first. */
  private static List<List<Integer>> innerHits(JsonNode answer) {
    List<List<Integer>> places = new ArrayList<>();
    for (JsonNode hit : answer.path("hits").path("hits")) {
      List<Integer> ofHit = new ArrayList<>();
      hit.at("/inner_hits/list/hits/hits")
          .forEach(inner -> ofHit.add(inner.at("/_nested/offset").asInt()));
      assertEquals("both nested objects", 2, ofHit.size());
      places.add(ofHit);
    }
    return places;
  }

  /** Bits keep the server's format, and their own way from similarities to scores. */
  @Test
  public void testBits() throws IOException {
    VectorIndex bits =
        VectorIndex.create(
            node,
            "query-bits",
            VectorIndex.CLUSTERED,
            """
            "v": {"type": "dense_vector", "element_type": "bit", "index_options": {"type": "hnsw"}}""");
    node.rest().put("/query-bits/_doc/far?refresh", "{\"v\": [15, 7]}").expect(201);
    node.rest().put("/query-bits/_doc/near?refresh", "{\"v\": [0, 7]}").expect(201);
    for (String effort : List.of("", ", \"target_recall\": 0.9")) {
      String query =
          "{\"lorann\": {\"field\": \"v\", \"query_vector\": [0, 3], \"similarity\": 3"
              + effort
              + "}}";
      assertEquals(List.of("near"), VectorIndex.ids(bits.search("{\"query\": " + query + "}")));
    }
  }

  /** What can be asked of a search beside its query. */
  @Test
  public void testPartsOfSearch() throws IOException {
    String query = lorann(queries.get(6), ", \"k\": 10, \"target_recall\": 0.99");
    List<String> all = VectorIndex.ids(search(query));
    JsonNode first =
        index.search(
            "{\"size\": 4, \"explain\": true, \"profile\": true, \"sort\": [\"_score\", \"n\"], \"query\": "
                + query
                + "}");
    assertEquals(all.subList(0, 4), VectorIndex.ids(first));
    JsonNode last = first.at("/hits/hits/3");
    assertEquals(last.path("_score").asDouble(), last.at("/_explanation/value").asDouble(), 1e-6);
    assertFalse(first.at("/profile/shards/0/searches/0/query").isEmpty());
    JsonNode second =
        index.search(
            "{\"size\": 10, \"sort\": [\"_score\", \"n\"], \"search_after\": "
                + last.path("sort")
                + ", \"query\": "
                + query
                + "}");
    assertEquals(all.subList(4, 10), VectorIndex.ids(second));
    JsonNode buckets =
        index.search("{\"size\": 0, \"aggs\": {\"near\": {\"filter\": " + query + "}}}");
    assertEquals(10, buckets.at("/aggregations/near/doc_count").asInt());
  }

  /** Shards that a filter rules out by itself are not searched. */
  @Test
  public void testSkipsShards() throws IOException {
    String query =
        lorann(
            queries.get(7),
            ", \"target_recall\": 0.9, \"filter\": {\"term\": {\"_index\": \"query\"}}");
    VectorIndex other =
        VectorIndex.create(node, "query-skipped", VectorIndex.CLUSTERED, DIMENSIONS, "cosine");
    other.add(vectors, 0, 10);
    JsonNode answer =
        node.rest()
            .post(
                "/query,query-skipped/_search?pre_filter_shard_size=1",
                "{\"query\": " + query + "}")
            .ok();
    assertEquals(answer.toString(), 1, answer.path("_shards").path("skipped").asInt());
    assertEquals(10, VectorIndex.ids(answer).size());
  }

  /** A field that is not there matches nothing, as everywhere. */
  @Test
  public void testUnmappedField() throws IOException {
    JsonNode answer =
        search("{\"lorann\": {\"field\": \"w\", \"query_vector\": [1], \"target_recall\": 0.9}}");
    assertEquals(0, answer.path("hits").path("total").path("value").asInt());
  }
}
