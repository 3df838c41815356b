// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;
import org.lorann.host.testkit.Waiting;

/** What is done to whole indexes leaves their vectors searchable, and in our format. */
public class IndexLifecycleIT extends OpenSearchTestCase {

  private static final int DOCUMENTS = 600;
  private static final int K = 10;

  private static Vectors vectors;

  @Before
  public void makeVectors() {
    if (vectors == null) {
      vectors = Vectors.random(random(), DOCUMENTS, 16);
    }
  }

  /** Makes an index of two shards with clusters in every segment. */
  private static void create(String index, String settings) throws IOException {
    String parameters =
        """
        "dimension": 16,
        "method": {"parameters": {"exact_search_threshold": 0, "vectors_per_cluster": 16,
          "target_recall": 0.99}}""";
    rest()
        .put(
            "/" + index,
            index(settings, field("v", parameters))
                .replace("\"number_of_shards\": 1", "\"number_of_shards\": 2"))
        .ok();
    bulk(rest(), index, DOCUMENTS, i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
  }

  private static void assertSearchable(String index) throws IOException {
    awaitGreen(index);
    double recall = 0;
    for (int i = 0; i < K; i++) {
      float[] query = vectors.query(random());
      recall +=
          Vectors.recall(
                  vectors.nearest(query, K, Similarity.L2, n -> true),
                  ids(rest(), index, K, nearest("v", query, "\"k\": " + K)))
              / K;
    }
    assertTrue(index + " " + recall, recall >= 0.85);
  }

  private static void awaitGreen(String index) throws IOException {
    Waiting.until(
        index + " to be green",
        () ->
            rest()
                .get("/_cluster/health/" + index + "?wait_for_status=green&timeout=5s")
                .body()
                .path("status")
                .asString()
                .equals("green"));
  }

  /** Our files are in the folders of an index, and nobody else's vectors. */
  private static void assertOurFiles(String index) throws IOException {
    String uuid =
        rest()
            .get("/" + index + "/_settings")
            .ok()
            .at("/" + index + "/settings/index/uuid")
            .asString();
    List<String> names =
        node().files("").stream()
            .map(path -> path.toString())
            .filter(path -> path.contains("/" + uuid + "/"))
            .toList();
    assertTrue(names.toString(), names.stream().anyMatch(name -> name.endsWith(".clivf")));
    assertTrue(names.toString(), names.stream().anyMatch(name -> name.contains("_Lorann1_")));
    assertFalse(names.toString(), names.stream().anyMatch(name -> name.endsWith(".vex")));
  }

  @Test
  public void testAllCodecs() throws IOException {
    for (String codec : List.of("default", "lz4", "best_compression", "zlib", "lucene_default")) {
      String index = "lifecycle-" + codec;
      create(index, "\"codec\": \"" + codec + "\", " + SEPARATE_FILES);
      assertSearchable(index);
      forceMerge(rest(), index);
      assertSearchable(index);
      if (codec.equals("default")) {
        assertOurFiles(index);
      }
    }
  }

  @Test
  public void testSortedIndex() throws IOException {
    rest()
        .put(
            "/lifecycle-sorted",
            index(
                "\"sort.field\": \"n\", \"sort.order\": \"desc\"",
                field("v", "\"dimension\": 16") + ", \"n\": {\"type\": \"long\"}"))
        .ok();
    bulk(
        rest(),
        "lifecycle-sorted",
        DOCUMENTS,
        i -> "{\"n\": " + i % 7 + ", \"v\": " + Vectors.json(vectors.get(i)) + "}");
    forceMerge(rest(), "lifecycle-sorted");
    assertSearchable("lifecycle-sorted");
  }

  @Test
  public void testCloseAndOpen() throws IOException {
    create("lifecycle-closed", "");
    rest().post("/lifecycle-closed/_close", null).ok();
    rest().post("/lifecycle-closed/_open", null).ok();
    assertSearchable("lifecycle-closed");
  }

  @Test
  public void testCloneShrinkAndSplit() throws IOException {
    create("lifecycle-source", "\"number_of_routing_shards\": 4");
    rest().put("/lifecycle-source/_settings", "{\"index.blocks.write\": true}").ok();
    Map<String, Integer> shards = Map.of("clone", 2, "shrink", 1, "split", 4);
    for (Map.Entry<String, Integer> resize : shards.entrySet()) {
      String target = "lifecycle-" + resize.getKey();
      rest()
          .put(
              "/lifecycle-source/_" + resize.getKey() + "/" + target,
              "{\"settings\": {\"index.number_of_shards\": "
                  + resize.getValue()
                  + ", \"index.number_of_replicas\": 0, \"index.blocks.write\": null}}")
          .ok();
      assertSearchable(target);
      assertEquals(
          "true",
          rest()
              .get("/" + target + "/_settings")
              .ok()
              .at("/" + target + "/settings/index/lorann")
              .asString());
      forceMerge(rest(), target);
      assertSearchable(target);
    }
  }

  @Test
  public void testSnapshotAndRestore() throws IOException {
    create("lifecycle-kept", "");
    rest()
        .put(
            "/_snapshot/lifecycle",
            "{\"type\": \"fs\", \"settings\": {\"location\": \"" + node().snapshots() + "\"}}")
        .ok();
    rest()
        .put(
            "/_snapshot/lifecycle/one?wait_for_completion=true",
            "{\"indices\": \"lifecycle-kept\"}")
        .ok();
    rest().delete("/lifecycle-kept").ok();
    rest().post("/_snapshot/lifecycle/one/_restore?wait_for_completion=true", "{}").ok();
    assertSearchable("lifecycle-kept");
    rest()
        .post(
            "/_snapshot/lifecycle/one/_restore?wait_for_completion=true",
            "{\"rename_pattern\": \"kept\", \"rename_replacement\": \"again\"}")
        .ok();
    forceMerge(rest(), "lifecycle-again");
    assertSearchable("lifecycle-again");
  }

  @Test
  public void testReindex() throws IOException {
    create("lifecycle-old", "\"derived_source\": {\"enabled\": true}");
    rest()
        .put(
            "/lifecycle-new",
            index("", field("v", "\"dimension\": 16, \"method\": {\"parameters\": {\"bits\": 8}}")))
        .ok();
    rest()
        .post(
            "/_reindex?refresh",
            "{\"source\": {\"index\": \"lifecycle-old\"}, \"dest\": {\"index\": \"lifecycle-new\"}}")
        .ok();
    assertSearchable("lifecycle-new");
  }

  /** New parameters hold for what is written next; what was written before stays readable. */
  @Test
  public void testParametersChangeBetweenSegments() throws IOException {
    create("lifecycle-mixed", "");
    rest()
        .put(
            "/lifecycle-mixed/_mapping",
            "{\"properties\": {"
                + field(
                    "v",
                    "\"dimension\": 16, \"method\": {\"parameters\": {\"bits\": 8, \"rank\": 4,"
                        + " \"exact_search_threshold\": 0, \"vectors_per_cluster\": 8}}")
                + "}}")
        .ok();
    bulk(
        rest(),
        "lifecycle-mixed",
        DOCUMENTS / 2,
        i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
    assertSearchable("lifecycle-mixed");
    forceMerge(rest(), "lifecycle-mixed");
    assertSearchable("lifecycle-mixed");
  }
}
