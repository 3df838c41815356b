// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.lorann.benchmarks.measure.Parallel;

/** Clients that send one request after the other, each as soon as it has an answer. */
final class ClientLoad {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int clients;
  private final Duration atLeast;

  /** One request of many. */
  @FunctionalInterface
  interface Request {
    /** Sends it and waits; the number is a new one each time, from 0. */
    void send(int number) throws IOException;
  }

  ClientLoad(int clients, Duration atLeast) {
    this.clients = clients;
    this.atLeast = atLeast;
  }

  int clients() {
    return clients;
  }

  /** Requests per second of all clients together. */
  double requestsPerSecond(Request request) throws IOException {
    LongAdder answered = new LongAdder();
    long start = System.nanoTime();
    Parallel.run(
        clients,
        client -> {
          for (int i = client; System.nanoTime() - start < atLeast.toNanos(); i += clients) {
            request.send(i);
            answered.increment();
          }
        });
    return answered.sum() * NANOS_PER_SECOND / (System.nanoTime() - start);
  }
}
