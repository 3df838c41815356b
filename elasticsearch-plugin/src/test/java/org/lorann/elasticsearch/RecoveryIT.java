// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import org.lorann.host.testkit.Host;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Installation;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;
import org.lorann.host.testkit.Vectors;
import org.lorann.host.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A node that ends in every way, and one that comes back without the plugin. */
public class RecoveryIT extends HostTestCase {

  private static final int DIMENSIONS = 16;
  private static final int MOST_DOCUMENTS = 40_000;
  private static final int BULK = 100;

  /** Whatever was acknowledged is there after a crash, also one amid flushes and merges. */
  @Test
  public void testKilledWhileIndexing() throws IOException {
    Vectors vectors = Vectors.random(random(), MOST_DOCUMENTS, DIMENSIONS);
    try (Node node = Node.builder(SharedServer.installation()).name("killed").build().start()) {
      VectorIndex index =
          VectorIndex.create(node, "crash", VectorIndex.CLUSTERED, DIMENSIONS, "cosine");
      int known = 0;
      for (int crash = 0; crash < 2; crash++) {
        Set<Integer> acknowledged = indexUntilKilled(node, vectors, known);
        node.start();
        awaitStatus(node, "crash", "green");
        node.rest().post("/crash/_refresh", null).ok();
        assertTrue("something was acknowledged", acknowledged.size() > BULK);
        checkAllThere(node, acknowledged);
        known = Collections.max(acknowledged) + 1;
      }
      index.mergeToOneSegment();
      assertEquals(1, index.segmentsInOurFormat());
      checkFound(index, vectors, known);
      node.stop();
      node.start();
      awaitStatus(node, "crash", "green");
      checkFound(index, vectors, known);
    }
  }

  /** Indexes in small bulks, with refreshes and merges all the while, until a thread kills it. */
  private Set<Integer> indexUntilKilled(Node node, Vectors vectors, int from) throws IOException {
    Set<Integer> acknowledged = new TreeSet<>();
    int last = from + BULK * (20 + random().nextInt(60));
    Rest rest = node.rest();
    Thread merging = new Thread(() -> mergeUntilFailure(rest), "merging");
    merging.start();
    int number = from;
    while (number < last) {
      List<String> lines = new ArrayList<>();
      for (int i = number; i < number + BULK; i++) {
        lines.add("{\"index\": {\"_id\": \"" + i + "\"}}");
        lines.add(VectorIndex.document(i, vectors.get(i)));
      }
      for (JsonNode item : rest.bulk("/crash/_bulk", lines).ok().path("items")) {
        assertTrue(item.toString(), item.path("index").path("status").asInt() < 300);
        acknowledged.add(item.path("index").path("_id").asInt());
      }
      number += BULK;
    }
    node.kill();
    join(merging);
    return acknowledged;
  }

  private static void mergeUntilFailure(Rest rest) {
    try {
      while (true) {
        rest.post("/crash/_refresh", null).ok();
        rest.post("/crash/_flush", null).ok();
        rest.post("/crash/_forcemerge?max_num_segments=1", null).ok();
      }
    } catch (IOException e) {
      // The node is gone; that ends it.
      return;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void checkAllThere(Node node, Set<Integer> ids) throws IOException {
    List<String> quoted = ids.stream().map(id -> "\"" + id + "\"").toList();
    JsonNode docs =
        node.rest().post("/crash/_mget?_source=false", "{\"ids\": " + quoted + "}").ok();
    for (JsonNode doc : docs.path("docs")) {
      assertTrue(doc.toString(), doc.path("found").asBoolean());
    }
    assertEquals(ids.size(), docs.path("docs").size());
  }

  private static void checkFound(VectorIndex index, Vectors vectors, int count) throws IOException {
    for (int i = 0; i < count; i += count / 20) {
      assertEquals(String.valueOf(i), index.knn(vectors.get(i), 5, "").get(0));
    }
  }

  /** Without the plugin our indices are red and the others work; with it again all is as before. */
  @Test
  public void testWithoutThePlugin() throws IOException {
    Vectors vectors = Vectors.random(random(), 500, DIMENSIONS);
    try (Installation plain = Installation.unpack(Host.ELASTICSEARCH, distribution());
        Node node = Node.builder(SharedServer.installation()).name("bare").build().start()) {
      VectorIndex ours =
          VectorIndex.create(node, "ours", VectorIndex.CLUSTERED, DIMENSIONS, "cosine")
              .add(vectors, 0, 300)
              .add(vectors, 300, 500);
      VectorIndex other =
          VectorIndex.create(node, "other", VectorIndex.STOCK, DIMENSIONS, "cosine")
              .add(vectors, 0, 500);
      node.stop();

      node.use(plain);
      node.start();
      awaitStatus(node, "other", "green");
      checkFound(other, vectors, 500);
      awaitStatus(node, "ours", "red");
      assertTrue(ours.trySearch("{}").status() >= 400);
      node.stop();

      node.use(SharedServer.installation());
      node.start();
      awaitStatus(node, "ours", "green");
      assertEquals(500, ours.count());
      checkFound(ours, vectors, 500);
      ours.mergeToOneSegment();
      assertEquals(1, ours.segmentsInOurFormat());
      checkFound(ours, vectors, 500);
    }
  }

  private static void awaitStatus(Node node, String index, String status) throws IOException {
    String path = "/_cluster/health/" + index + "?timeout=1s";
    Waiting.until(
        index + " to be " + status,
        () -> status.equals(node.rest().get(path).body().path("status").asString()));
  }
}
