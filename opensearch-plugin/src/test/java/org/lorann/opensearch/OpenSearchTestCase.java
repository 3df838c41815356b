// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.lorann.host.testkit.Host;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Installation;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Vectors;
import tools.jackson.databind.JsonNode;

/**
 * A test in a real server. Starting one takes most of the time, so that all classes which do not
 * need their own share a node, each with indexes of its own.
 */
abstract class OpenSearchTestCase extends HostTestCase {

  /** Settings with which the files of a segment are not packed into one. */
  static final String SEPARATE_FILES = "\"use_compound_file\": false, \"compound_format\": false";

  /** Documents a request. */
  private static final int BULK = 500;

  private static Installation sharedInstallation;
  private static Node sharedNode;

  /** An unpacked server with the plugin. */
  static synchronized Installation installation() throws IOException {
    if (sharedInstallation == null) {
      sharedInstallation = Installation.unpack(Host.OPENSEARCH, distribution());
      sharedInstallation.installPlugin(plugin());
    }
    return sharedInstallation;
  }

  /** A running node with the plugin. */
  static synchronized Node node() throws IOException {
    if (sharedNode == null) {
      sharedNode = Node.builder(installation()).name("shared").build().start();
    }
    return sharedNode;
  }

  static Rest rest() throws IOException {
    return node().rest();
  }

  /** An index of one shard without replicas, with further settings, and a mapping of fields. */
  static String index(String settings, String properties) {
    return format(
        """
        {"settings": {"index": {"lorann": true, "number_of_shards": 1, "number_of_replicas": 0 %s}},
         "mappings": {"properties": {%s}}}""",
        settings.isEmpty() ? "" : ", " + settings, properties);
  }

  /** A text with values filled in. */
  static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  /** A field of our type in a mapping. */
  static String field(String name, String parameters) {
    return "\"" + name + "\": {\"type\": \"lorann_vector\", " + parameters + "}";
  }

  /** The request was at fault, and the answer says how. */
  static void assertRefused(Rest.Response response, String message) {
    String answer = response.expect(400).toString();
    assertTrue(response.request() + " gave: " + answer, answer.contains(message));
  }

  /** Indexes documents by their numbers, and refreshes. */
  static void bulk(Rest rest, String index, int count, IntFunction<String> source)
      throws IOException {
    bulk(rest, index, 0, count, source);
  }

  /** Indexes the documents from a number to before another, and refreshes. */
  static void bulk(Rest rest, String index, int first, int end, IntFunction<String> source)
      throws IOException {
    for (int from = first; from < end; from += BULK) {
      List<String> lines = new ArrayList<>();
      for (int i = from; i < Math.min(end, from + BULK); i++) {
        lines.add("{\"index\": {\"_id\": \"" + i + "\"}}");
        lines.add(source.apply(i));
      }
      JsonNode answer = rest.bulk("/" + index + "/_bulk", lines).ok();
      assertFalse(answer.toString(), answer.path("errors").asBoolean());
    }
    rest.post("/" + index + "/_refresh", null).ok();
  }

  static void forceMerge(Rest rest, String index) throws IOException {
    rest.post("/" + index + "/_forcemerge?max_num_segments=1", null).ok();
    rest.post("/" + index + "/_refresh", null).ok();
  }

  /** The query for the nearest vectors, with further parameters. */
  static String nearest(String field, float[] vector, String parameters) {
    return format(
        """
        {"lorann": {"%s": {"vector": %s, %s}}}""",
        field, Vectors.json(vector), parameters);
  }

  /** The hits of a query. */
  static JsonNode hits(Rest rest, String index, int size, String query) throws IOException {
    return rest.post("/" + index + "/_search", "{\"size\": " + size + ", \"query\": " + query + "}")
        .ok()
        .path("hits");
  }

  /** The ids of the hits of a query, best first. */
  static List<String> ids(Rest rest, String index, int size, String query) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode hit : hits(rest, index, size, query).path("hits")) {
      ids.add(hit.path("_id").asString());
    }
    return ids;
  }

  /** A vector of bytes in about the same direction. */
  static float[] bytes(float[] vector) {
    float[] bytes = new float[vector.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Math.clamp(Math.round(20 * vector[i]), -128, 127);
    }
    return bytes;
  }
}
