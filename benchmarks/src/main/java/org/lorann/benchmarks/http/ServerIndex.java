// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.io.IOException;
import java.util.Arrays;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.Metric;
import org.lorann.benchmarks.measure.Vectors;
import tools.jackson.databind.JsonNode;

/** An index of one contender on a server. The number of a vector is the id of its document. */
final class ServerIndex {
  private static final String PREFIX = "/benchmark-";
  private static final int BULK = 500;

  /** A segment ends after so many documents, so that all formats have as many to merge. */
  private static final int REFRESH = 10_000;

  private final Server server;
  private final HttpContender contender;
  private final String name;

  /**
   * An index that need not exist yet.
   *
   * @param suffix tells it from other indexes of the contender
   */
  ServerIndex(Server server, HttpContender contender, String suffix) {
    this.server = server;
    this.contender = contender;
    this.name = contender.label() + suffix;
  }

  HttpContender contender() {
    return contender;
  }

  /** Creates it anew. */
  void create(int dimensions, Metric metric) throws IOException {
    if (server.exists(path(""))) {
      server.send("DELETE", path(""));
    }
    server.send("PUT", path(""), contender.indexBody(dimensions, metric));
  }

  /** Sends all vectors, one bulk after the other, and makes them searchable in segments. */
  void fill(Vectors vectors, Progress progress) throws IOException {
    int size = vectors.size();
    for (int from = 0; from < size; from += BULK) {
      int to = Math.min(size, from + BULK);
      StringBuilder bulk = new StringBuilder();
      for (int i = from; i < to; i++) {
        bulk.append("{\"index\":{\"_id\":\"").append(i).append("\"}}\n");
        bulk.append("{\"v\":").append(Arrays.toString(vectors.get(i))).append("}\n");
      }
      if (server.send("POST", path("/_bulk"), bulk.toString()).path("errors").asBoolean()) {
        throw new UserError("the server refused documents for " + path(""));
      }
      progress.advance(to - from);
      if (to % REFRESH == 0 || to == size) {
        server.send("POST", path("/_refresh"));
      }
    }
  }

  void mergeToOneSegment() throws IOException {
    server.send("POST", path("/_forcemerge?max_num_segments=1"));
    server.send("POST", path("/_refresh"));
  }

  long bytes() throws IOException {
    return stats().path("store").path("size_in_bytes").asLong();
  }

  int segments() throws IOException {
    return stats().path("segments").path("count").asInt();
  }

  private JsonNode stats() throws IOException {
    return server.send("GET", path("/_stats/store,segments")).path("_all").path("primaries");
  }

  /** The numbers of the neighbours found, best first. */
  int[] search(String vector, int k, int candidates) throws IOException {
    JsonNode hits = server.parse(searchOnly(vector, k, candidates)).path("hits").path("hits");
    int[] found = new int[hits.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = hits.path(i).path("_id").asInt();
    }
    return found;
  }

  /** The same, without a look at the answer. */
  String searchOnly(String vector, int k, int candidates) throws IOException {
    return server.search(path("/_search"), contender.searchBody(vector, k, candidates));
  }

  void delete() throws IOException {
    server.send("DELETE", path(""));
  }

  private String path(String rest) {
    return PREFIX + name + rest;
  }
}
