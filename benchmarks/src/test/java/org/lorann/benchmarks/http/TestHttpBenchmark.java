// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.Metric;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.benchmarks.report.Report;

/** The benchmark over HTTP, against a server that always gives the same answers. */
public class TestHttpBenchmark {

  private static final float[][] BASE = {{1, 0}, {0, 1}, {-1, 0}};

  /** The documents with these numbers are the nearest of every query. */
  private static final DataSet DATA =
      new DataSet(
          "three",
          "",
          Metric.ANGULAR,
          null,
          Vectors.of(BASE),
          new float[][] {{1, 1}},
          new int[][] {{0, 1}});

  private HttpServer fake;
  private Server server;
  private final Set<String> requests = new ConcurrentSkipListSet<>();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  @Before
  public void start() throws IOException {
    fake = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    fake.createContext("/", this::answer);
    fake.start();
    server = new Server(URI.create("http://localhost:" + fake.getAddress().getPort()));
    answers.put("_search", "{\"hits\": {\"hits\": [{\"_id\": \"0\"}, {\"_id\": \"2\"}]}}");
    answers.put(
        "_stats",
        """
        {"_all": {"primaries": {"store": {"size_in_bytes": 3000000}, "segments": {"count": 7}}}}""");
  }

  @After
  public void stop() {
    server.close();
    fake.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + path);
    bodies.put(path, body);
    boolean missing = exchange.getRequestMethod().equals("HEAD");
    String answer =
        answers.getOrDefault(
            last.isEmpty() ? path : path.contains("_stats") ? "_stats" : last, "{}");
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(missing ? 404 : 200, missing ? -1 : bytes.length);
    if (missing == false) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static HttpBenchmark benchmark() {
    return new HttpBenchmark(
        DATA, 2, Progress.Style.LINES, new PrintStream(PrintStream.nullOutputStream()));
  }

  @Test
  public void indexesSearchesAndDeletes() throws IOException {
    HttpBenchmark benchmark = benchmark();
    benchmark.add(server, ElasticsearchContender.LORANN);
    Report report = new Report("title", List.of());
    benchmark.run(List.of(1, 2), 0, 1, Duration.ofMillis(20), report);
    benchmark.deleteIndexes();
    assertTrue(requests.toString(), requests.contains("PUT /benchmark-lorann"));
    assertTrue(requests.toString(), requests.contains("POST /benchmark-lorann/_forcemerge"));
    assertTrue(requests.toString(), requests.contains("DELETE /benchmark-lorann"));
    assertEquals(6, bodies.get("/benchmark-lorann/_bulk").lines().count());
    assertTrue(bodies.get("/benchmark-lorann/_bulk").contains("{\"v\":[-1.0, 0.0]}"));
    assertEquals("title", report.title());
  }

  /** Half of the true neighbours were found. */
  @Test
  public void reportsRecallAndSize() throws IOException {
    HttpBenchmark benchmark = benchmark();
    benchmark.add(server, ElasticsearchContender.HNSW);
    Report report = new Report("title", List.of());
    benchmark.run(List.of(1), 0, 1, Duration.ofMillis(20), report);
    String text = benchmark.searched().toString();
    assertTrue(text, text.contains("0.500"));
    assertTrue(text, text.contains("fetch only"));
    assertTrue(benchmark.builds().toString(), benchmark.builds().toString().contains("3.0"));
  }

  @Test
  public void refusedDocumentsAreAnError() {
    answers.put("_bulk", "{\"errors\": true}");
    HttpBenchmark benchmark = benchmark();
    UserError e =
        assertThrows(UserError.class, () -> benchmark.add(server, ElasticsearchContender.HNSW));
    assertTrue(e.getMessage(), e.getMessage().contains("refused documents"));
  }

  @Test
  public void contendersDifferInTheSettingOnly() {
    String ours = ElasticsearchContender.LORANN.indexBody(3, Metric.EUCLIDEAN);
    String stock = ElasticsearchContender.HNSW.indexBody(3, Metric.EUCLIDEAN);
    assertEquals(stock, ours.replace(", \"index.lorann.fields\": [\"v\"]", ""));
    assertTrue(stock, stock.contains("\"l2_norm\""));
    assertEquals(
        ElasticsearchContender.LORANN.searchBody("[1]", 10, 15),
        ElasticsearchContender.HNSW.searchBody("[1]", 10, 15));
    assertEquals(List.of(15, 30, 100), ElasticsearchContender.LORANN.candidates(10));
  }
}
