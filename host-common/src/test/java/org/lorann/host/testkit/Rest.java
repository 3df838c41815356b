// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/** Talks to a node in JSON over HTTP. Safe for use by several threads. */
public final class Rest implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final URI base;
  private final HttpClient client;

  /**
   * Creates a client of a node.
   *
   * @param base where it listens
   */
  public Rest(URI base) {
    this.base = base;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** {@return where the node listens} */
  public URI base() {
    return base;
  }

  /**
   * What a node answered.
   *
   * @param request what was asked, for messages
   * @param status the status of HTTP
   * @param body the JSON; a text if it is no JSON, missing if empty
   */
  public record Response(String request, int status, JsonNode body) {

    /**
     * {@return the body, of a response that must have a status}
     *
     * @param expected the status
     * @throws AssertionError if it has another
     */
    public JsonNode expect(int expected) {
      if (status != expected) {
        throw new AssertionError(
            request + " gave " + status + ", not " + expected + ": " + body.toPrettyString());
      }
      return body;
    }

    /** {@return the body, of a response that must be a success} */
    public JsonNode ok() {
      return expect(status == 201 ? 201 : 200);
    }

    /** {@return the message of the innermost cause of an error} */
    public String reason() {
      JsonNode error = body.path("error");
      while (error.has("caused_by")) {
        error = error.path("caused_by");
      }
      return error.path("reason").asString(body.toString());
    }
  }

  /**
   * Gets a resource.
   *
   * @param path the path, with parameters
   * @return the response
   * @throws IOException if there is none
   */
  public Response get(String path) throws IOException {
    return send("GET", path, null);
  }

  /**
   * Puts a resource.
   *
   * @param path the path, with parameters
   * @param json the body
   * @return the response
   * @throws IOException if there is none
   */
  public Response put(String path, String json) throws IOException {
    return send("PUT", path, json);
  }

  /**
   * Posts to a resource.
   *
   * @param path the path, with parameters
   * @param json the body, or null for none
   * @return the response
   * @throws IOException if there is none
   */
  public Response post(String path, String json) throws IOException {
    return send("POST", path, json);
  }

  /**
   * Deletes a resource.
   *
   * @param path the path, with parameters
   * @return the response
   * @throws IOException if there is none
   */
  public Response delete(String path) throws IOException {
    return send("DELETE", path, null);
  }

  /**
   * Indexes documents in one request.
   *
   * @param path of the bulk API, with parameters
   * @param lines actions and sources in turn, without line ends
   * @return the response, which is not checked for failures of single documents
   * @throws IOException if there is none
   */
  public Response bulk(String path, List<String> lines) throws IOException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines) + "\n"))
            .build();
    return send(request);
  }

  /**
   * {@return whether the node answers a request with a success at all}
   *
   * @param path the path
   * @throws IOException if something else is wrong than that nobody listens
   */
  boolean isAnswering(String path) throws IOException {
    try {
      return get(path).status() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  private Response send(String method, String path, String json) throws IOException {
    HttpRequest.BodyPublisher body =
        json == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json);
    HttpRequest.Builder builder = request(path).method(method, body);
    if (json != null) {
      builder.header("Content-Type", "application/json");
    }
    return send(builder.build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Waiting.LIMIT);
  }

  private Response send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Response(
          request.method() + " " + request.uri().getPath(),
          response.statusCode(),
          parse(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in " + request);
    }
  }

  private static JsonNode parse(String body) {
    if (body.isEmpty()) {
      return MissingNode.getInstance();
    }
    return body.startsWith("{") || body.startsWith("[")
        ? MAPPER.readTree(body)
        : StringNode.valueOf(body);
  }

  /** Ends its connections; the node goes on. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
