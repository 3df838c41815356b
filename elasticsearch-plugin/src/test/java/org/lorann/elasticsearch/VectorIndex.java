// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/** An index on a node, whose documents have a vector {@code v} each, and their number as id. */
final class VectorIndex {

  /** Small indices are clustered too; segments end when a test says so. */
  static final String CLUSTERED =
      """
      "index.compound_format": false, "index.number_of_replicas": 0, "index.refresh_interval": -1,
      "index.lorann.fields": ["v"],
      "index.lorann.field.v.exact_search_threshold": 100,
      "index.lorann.field.v.vectors_per_cluster": 32""";

  /** Settings of an index that does not ask for our format. */
  static final String STOCK =
      """
      "index.compound_format": false, "index.number_of_replicas": 0, "index.refresh_interval": -1""";

  private static final int BULK = 1_000;

  private final Node node;
  private final String name;

  VectorIndex(Node node, String name) {
    this.node = node;
    this.name = name;
  }

  /** Creates it with a single float field. */
  static VectorIndex create(
      Node node, String name, String settings, int dimensions, String similarity)
      throws IOException {
    return create(
        node,
        name,
        settings,
        String.format(
            Locale.ROOT,
            """
        "v": %s, "n": {"type": "integer"}, "text": {"type": "keyword"}""",
            vector(dimensions, similarity, "hnsw")));
  }

  static VectorIndex create(Node node, String name, String settings, String properties)
      throws IOException {
    VectorIndex index = new VectorIndex(node, name);
    index.tryCreate(settings, properties).ok();
    return index;
  }

  /** The mapping of a vector field, without which our format would change anything. */
  static String vector(int dimensions, String similarity, String type) {
    return String.format(
        Locale.ROOT,
        """
        {"type": "dense_vector", "dims": %d, "similarity": "%s", "index_options": {"type": "%s"}}""",
        dimensions,
        similarity,
        type);
  }

  Rest.Response tryCreate(String settings, String properties) throws IOException {
    return rest()
        .put(
            "/" + name,
            String.format(
                Locale.ROOT,
                """
            {"settings": {%s}, "mappings": {"properties": {%s}}}""",
                settings,
                properties));
  }

  Rest rest() {
    return node.rest();
  }

  String name() {
    return name;
  }

  /** Indexes some of the vectors and makes them visible; this ends a segment. */
  VectorIndex add(Vectors vectors, int from, int to) throws IOException {
    for (int start = from; start < to; start += BULK) {
      bulk(vectors, start, Math.min(to, start + BULK));
    }
    rest().post("/" + name + "/_refresh", null).ok();
    return this;
  }

  private void bulk(Vectors vectors, int from, int to) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add("{\"index\": {\"_id\": \"" + i + "\"}}");
      lines.add(document(i, vectors.get(i)));
    }
    JsonNode answer = rest().bulk("/" + name + "/_bulk", lines).ok();
    if (answer.path("errors").asBoolean()) {
      throw new AssertionError(answer.toPrettyString());
    }
  }

  static String document(int number, float[] vector) {
    return "{\"n\": " + number + ", \"v\": " + Vectors.json(vector) + "}";
  }

  VectorIndex mergeToOneSegment() throws IOException {
    rest().post("/" + name + "/_forcemerge?max_num_segments=1", null).ok();
    rest().post("/" + name + "/_refresh", null).ok();
    return this;
  }

  /** Searches with a body. */
  JsonNode search(String body) throws IOException {
    return trySearch(body).ok();
  }

  Rest.Response trySearch(String body) throws IOException {
    return rest().post("/" + name + "/_search", body);
  }

  /** Searches with a section {@code knn}, of which some parameters are given. */
  List<String> knn(float[] query, int k, String parameters) throws IOException {
    return ids(
        search(
            String.format(
                Locale.ROOT,
                """
            {"size": %d, "_source": false,
             "knn": {"field": "v", "query_vector": %s, "k": %d%s}}""",
                k,
                Vectors.json(query),
                k,
                parameters)));
  }

  static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.path("hits").path("hits").forEach(hit -> ids.add(hit.path("_id").asString()));
    return ids;
  }

  long count() throws IOException {
    return rest().get("/" + name + "/_count").ok().path("count").asLong();
  }

  int segments() throws IOException {
    return rest()
        .get("/" + name + "/_stats/segments")
        .ok()
        .path("_all")
        .path("primaries")
        .path("segments")
        .path("count")
        .asInt();
  }

  /** How many segments have files of our format on disk; the index is flushed for that. */
  int segmentsInOurFormat() throws IOException {
    return filesOf("Lorann1").size();
  }

  /** How many segments have files of the server's format for this kind of field on disk. */
  int segmentsInStockFormat() throws IOException {
    return filesOf("Hnsw").size();
  }

  /** One file of each segment that has vectors in a format. */
  private List<Path> filesOf(String format) throws IOException {
    rest().post("/" + name + "/_flush?force=true", null).ok();
    String uuid = uuid();
    List<Path> files = new ArrayList<>();
    for (Path file : node.files(".vemf")) {
      if (file.toString().contains(uuid) && file.getFileName().toString().contains(format)) {
        files.add(file);
      }
    }
    // Segments that were flushed are in a single file, beside which is a list of its parts.
    for (Path file : node.files(".cfe")) {
      if (file.toString().contains(uuid)
          && Files.readString(file, StandardCharsets.ISO_8859_1).contains(format)) {
        files.add(file);
      }
    }
    return files;
  }

  private String uuid() throws IOException {
    return rest()
        .get("/" + name + "/_settings")
        .ok()
        .path(name)
        .path("settings")
        .path("index")
        .path("uuid")
        .asString();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s on %s", name, node.name());
  }
}
