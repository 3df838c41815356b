// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.lorann.benchmarks.console.UserError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that runs already. Safe for use by many threads. */
public final class Server implements AutoCloseable {

  /** Merging all segments of an index is one request. */
  private static final Duration TIMEOUT = Duration.ofHours(2);

  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;

  private final URI base;
  private final HttpClient client;
  private final JsonMapper mapper = new JsonMapper();

  /** Connects when first asked. */
  public Server(URI base) {
    if (base.getScheme() == null || base.getScheme().startsWith("http") == false) {
      throw new UserError("\"" + base + "\" is no URL of a server: http://localhost:9200 would be");
    }
    this.base = base;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Sends a request without a body. */
  JsonNode send(String method, String path) throws IOException {
    return parse(text(request(method, path, HttpRequest.BodyPublishers.noBody())));
  }

  /** Sends a request with a body of JSON, or of lines of JSON. */
  JsonNode send(String method, String path, String body) throws IOException {
    return parse(text(request(method, path, HttpRequest.BodyPublishers.ofString(body))));
  }

  /**
   * Sends a search. One that is lost with its connection is sent again, once: a measurement of
   * minutes should not end with that.
   *
   * @return the answer as it comes, as reading it costs time that is not the server's
   */
  String search(String path, String body) throws IOException {
    HttpRequest request = request("POST", path, HttpRequest.BodyPublishers.ofString(body));
    try {
      return text(request);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return text(request);
    }
  }

  boolean exists(String path) throws IOException {
    return response(request("HEAD", path, HttpRequest.BodyPublishers.noBody())).statusCode() == OK;
  }

  private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .method(method, body)
        .build();
  }

  private String text(HttpRequest request) throws IOException {
    HttpResponse<String> response = response(request);
    if (response.statusCode() < OK || response.statusCode() >= MULTIPLE_CHOICES) {
      throw new UserError(
          request.method()
              + " "
              + request.uri()
              + " gave "
              + response.statusCode()
              + ": "
              + response.body());
    }
    return response.body();
  }

  private HttpResponse<String> response(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new UserError("no server answers at " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in " + request);
    }
  }

  /** The answer of a search. */
  JsonNode parse(String body) {
    return mapper.readTree(body);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
