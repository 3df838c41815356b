// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.Metric;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.ReportFiles;

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

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private HttpServer fake;
  private Server server;
  private final Set<String> requests = new ConcurrentSkipListSet<>();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  /** How many searches are not answered. */
  private final AtomicInteger losses = new AtomicInteger();

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
    if (last.equals("_search") && losses.getAndDecrement() > 0) {
      exchange.close();
      return;
    }
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
        DATA,
        2,
        Progress.Style.LINES,
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  @Test
  public void indexesSearchesAndDeletes() throws IOException {
    try (HttpBenchmark benchmark = benchmark()) {
      benchmark.add(server, ElasticsearchContender.LORANN);
      benchmark.run(List.of(1, 2), 0, 1, Duration.ofMillis(20), new Report("title", List.of()));
      assertFalse(requests.toString(), requests.contains("DELETE /benchmark-lorann"));
    }
    assertTrue(requests.toString(), requests.contains("PUT /benchmark-lorann"));
    assertTrue(requests.toString(), requests.contains("POST /benchmark-lorann/_forcemerge"));
    assertTrue(requests.toString(), requests.contains("DELETE /benchmark-lorann"));
    assertEquals(6, bodies.get("/benchmark-lorann/_bulk").lines().count());
    assertTrue(bodies.get("/benchmark-lorann/_bulk").contains("{\"v\":[-1.0, 0.0]}"));
    assertTrue(requests.toString(), requests.contains("DELETE /benchmark-lorann-overhead"));
    assertEquals(4, bodies.get("/benchmark-lorann-overhead/_bulk").lines().count());
    String overhead = bodies.get("/benchmark-lorann-overhead/_search");
    assertTrue(overhead, overhead.contains("\"num_candidates\": 3"));
  }

  /** Half of the true neighbours were found. */
  @Test
  public void reportsRecallAndSize() throws IOException {
    Report report = new Report("title", List.of());
    try (HttpBenchmark benchmark = benchmark()) {
      benchmark.add(server, ElasticsearchContender.HNSW);
      benchmark.run(List.of(1), 0, 1, Duration.ofMillis(20), report);
    }
    String text = printed(report);
    assertTrue(text, Pattern.compile("(?m)^hnsw +[0-9.]+ +7 +[0-9.]+ +3.0$").matcher(text).find());
    assertTrue(
        text, Pattern.compile("(?m)^hnsw +10 +0.500 +[0-9,]+ +-?[0-9.]+$").matcher(text).find());
    assertTrue(text, Pattern.compile("(?m)^hnsw +overhead +- +[0-9,]+ +-$").matcher(text).find());
  }

  private String printed(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new ReportFiles(temporary.path(), "any").write(report, print, print);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  public void aSearchThatIsLostOnceIsSentAgain() throws IOException {
    losses.set(1);
    assertTrue(server.search("/any/_search", "{}").contains("hits"));
    losses.set(2);
    assertThrows(IOException.class, () -> server.search("/any/_search", "{}"));
    assertEquals(0, losses.get());
  }

  @Test
  public void refusedDocumentsAreAnErrorAndLeaveNoIndex() throws IOException {
    answers.put("_bulk", "{\"errors\": true}");
    try (HttpBenchmark benchmark = benchmark()) {
      UserError e =
          assertThrows(UserError.class, () -> benchmark.add(server, ElasticsearchContender.HNSW));
      assertTrue(e.getMessage(), e.getMessage().contains("refused documents"));
    }
    assertTrue(requests.toString(), requests.contains("DELETE /benchmark-hnsw"));
  }

  @Test
  public void addressesOfNoServerAreRefused() {
    for (String url : List.of("localhost", "localhost:9200", "file:///tmp")) {
      assertThrows(url, UserError.class, () -> new Server(URI.create(url)));
    }
  }

  @Test
  public void aServerThatIsNotThereIsSaidPlainly() throws IOException {
    fake.stop(0);
    try (HttpBenchmark benchmark = benchmark()) {
      UserError e =
          assertThrows(UserError.class, () -> benchmark.add(server, ElasticsearchContender.HNSW));
      assertTrue(e.getMessage(), e.getMessage().startsWith("no server answers at http://"));
    }
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
