// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;

public class TestMeters {
  private static final float[][] QUERIES = {{0}, {1}, {2}, {3}, {4}};
  private static final TopDocs NOTHING =
      new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private static Contender recording(String name, List<String> log) {
    return new Contender(
        name,
        null,
        1,
        query -> {
          log.add(name + (int) query[0]);
          return NOTHING;
        });
  }

  @Test
  public void contendersTakeTurnsAndGoThroughAllQueries() throws IOException {
    List<String> log = new ArrayList<>();
    List<RoundMeter.Round> rounds = new ArrayList<>();
    // A slice is over at once, so that each round is one query.
    List<Latency> latencies =
        new RoundMeter(2, 5, Duration.ZERO)
            .measure(List.of(recording("a", log), recording("b", log)), QUERIES, rounds::add);
    assertEquals(
        List.of("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4", "a0", "b0", "a1", "b1"),
        log);
    assertEquals(2, latencies.size());
    assertTrue(latencies.get(0).queriesPerSecond() > 0);
    assertTrue(latencies.get(0).p99Nanos() >= latencies.get(0).p50Nanos());
    assertEquals(2, rounds.stream().filter(round -> round.counts() == false).count());
    assertEquals(5, rounds.stream().filter(RoundMeter.Round::counts).count());
  }

  @Test
  public void aSliceHoldsAtMostAllQueriesOnce() throws IOException {
    List<String> log = new ArrayList<>();
    new RoundMeter(1, 1, Duration.ofMinutes(5))
        .measure(List.of(recording("a", log)), QUERIES, r -> {});
    assertEquals(2 * QUERIES.length, log.size());
  }

  @Test
  public void slowerContendersHaveALowerRate() throws IOException {
    Contender slow = new Contender("slow", null, 1, query -> sleep(5));
    Contender fast = new Contender("fast", null, 1, query -> NOTHING);
    List<Latency> latencies =
        new RoundMeter(1, 3, Duration.ofMillis(10)).measure(List.of(slow, fast), QUERIES, r -> {});
    assertTrue(latencies.get(0).queriesPerSecond() <= 200);
    assertTrue(latencies.get(0).p50Nanos() >= 4_900_000);
    assertTrue(latencies.get(1).queriesPerSecond() > latencies.get(0).queriesPerSecond());
  }

  private static TopDocs sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return NOTHING;
  }

  @Test
  public void throughputCountsAllThreads() throws IOException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Contender contender =
        new Contender(
            "any",
            null,
            1,
            query -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              sleep(2);
              inside.decrementAndGet();
              return NOTHING;
            });
    List<Double> rates =
        new Throughput(3, 2, Duration.ofMillis(100)).measure(List.of(contender), QUERIES);
    assertEquals(1, rates.size());
    assertEquals(3, most.get());
    assertTrue("" + rates, rates.getFirst() > 0 && rates.getFirst() <= 3 * 500);
  }

  @Test
  public void spaceCountsWhatIsWrittenAndWhatIsThere() throws IOException {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      write(directory.createOutput("before", IOContext.DEFAULT), 10);
      SpaceMeter meter = new SpaceMeter(directory);
      IndexOutput temporaryOutput = meter.createTempOutput("t", "x", IOContext.DEFAULT);
      write(temporaryOutput, 200_000);
      write(meter.createOutput("a", IOContext.DEFAULT), 100);
      meter.deleteFile(temporaryOutput.getName());
      meter.rename("a", "b");
      write(meter.createOutput("c", IOContext.DEFAULT), 50);
      assertEquals(200_150, meter.writtenBytes());
      assertEquals(200_110, meter.peakBytes());
      assertEquals(200_000, meter.temporaryPeakBytes());
      meter.deleteFile("b");
      write(meter.createOutput("d", IOContext.DEFAULT), 300_000);
      assertEquals(300_060, meter.peakBytes());
    }
  }

  private static void write(IndexOutput output, int bytes) throws IOException {
    try (output) {
      output.writeByte((byte) 1);
      output.writeBytes(new byte[bytes - 1], bytes - 1);
    }
  }

  @Test
  public void heapInUseIsSeen() throws Exception {
    try (HeapMeter meter = new HeapMeter()) {
      byte[] held = new byte[20 << 20];
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (meter.peakBytes() < held.length && System.nanoTime() < deadline) {
        System.gc();
        Thread.sleep(10);
      }
      assertTrue("" + meter.peakBytes(), meter.peakBytes() >= held.length);
    }
  }

  @Test
  public void shuffledVectorsAreAllThereInAnotherOrder() throws IOException {
    float[][] rows = IntStream.range(0, 100).mapToObj(i -> new float[] {i}).toArray(float[][]::new);
    int[] order = order(new Shuffled(Vectors.of(rows), 1));
    assertArrayEquals(order, order(new Shuffled(Vectors.of(rows), 1)));
    assertNotEquals(
        Arrays.toString(order), Arrays.toString(order(new Shuffled(Vectors.of(rows), 2))));
    assertArrayEquals(IntStream.range(0, 100).toArray(), Arrays.stream(order).sorted().toArray());
  }

  private static int[] order(Vectors vectors) throws IOException {
    int[] order = new int[vectors.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) vectors.get(i)[0];
    }
    return order;
  }

  @Test
  public void exactNeighborsMayBeFiltered() throws IOException {
    float[][] rows = {{0}, {1}, {2}, {3}, {4}, {5}};
    AtomicInteger compared = new AtomicInteger();
    int[][] neighbors =
        ExactNeighbors.of(
            VectorSimilarityFunction.EUCLIDEAN,
            Vectors.of(rows),
            new float[][] {{0}, {5}},
            (query, row) -> row % 2 == query,
            4,
            2,
            compared::addAndGet);
    assertArrayEquals(new int[][] {{0, 2, 4}, {5, 3, 1}}, neighbors);
    assertEquals(2 * rows.length, compared.get());
  }

  @Test
  public void droppingFilesFromMemoryKeepsThem() throws IOException {
    Path file = temporary.path().resolve("file");
    Files.write(file, new byte[100_000]);
    PageCache.drop(temporary.path());
    assertEquals(100_000, Files.readAllBytes(file).length);
    PageCache.bytesRead().ifPresent(bytes -> assertTrue(bytes >= 0));
  }
}
