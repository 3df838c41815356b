// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.util.IOUtils;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.Latency;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.measure.Throughput;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Setting;

/** Measures the formats over the whole range of their knobs, on one data set. */
public final class SearchBenchmark implements Closeable {
  private final DataSet data;
  private final int k;
  private final TimedSearches searches;
  private final Map<String, VectorIndex> indexes = new LinkedHashMap<>();
  private final List<Searcher> searchers = new ArrayList<>();
  private final List<External> externals = new ArrayList<>();

  /** Searches for k neighbours; recall is found with so many threads, time with one. */
  public SearchBenchmark(
      DataSet data, int k, int threads, Progress.Style progress, PrintStream log) {
    this.data = data;
    this.k = k;
    this.searches = new TimedSearches(data.queries(), threads, progress, log);
  }

  /** Adds a format. Its indexes are opened, or built, by the given source, and closed with this. */
  public void add(Peer peer, PeerIndexes source) throws IOException {
    VectorIndex index = indexes.get(peer.indexName());
    if (index == null) {
      index = source.open(peer);
      indexes.put(peer.indexName(), index);
    }
    for (Setting setting : peer.settings(k)) {
      searchers.add(new Searcher(peer, setting, index, k));
    }
  }

  /** Adds a program that runs in every round that counts. */
  public void add(External external) {
    externals.add(external);
  }

  /** The index of a format that was added. */
  public VectorIndex index(Peer peer) {
    return indexes.get(peer.indexName());
  }

  /** Measures recall, drops settings that are clearly worse than others, and times the rest. */
  public List<Point> run(RoundMeter meter, double lowestRecall) throws IOException {
    int[][] truth = data.neighbors(k);
    List<RecallPass.Result> results =
        searches.recalls(
            searchers.stream().map(one -> new TimedSearches.Task(one, truth)).toList());
    List<Integer> worthTiming = new ArrayList<>();
    for (int i = 0; i < searchers.size(); i++) {
      if (isWorthTiming(i, results, lowestRecall)) {
        worthTiming.add(i);
      }
    }
    List<Latency> latencies =
        searches.latencies(
            meter, worthTiming.stream().map(searchers::get).toList(), this::runExternals);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < latencies.size(); i++) {
      int timed = worthTiming.get(i);
      points.add(TimedSearches.point(searchers.get(timed), results.get(timed), latencies.get(i)));
    }
    externals.forEach(external -> points.addAll(external.points()));
    return points;
  }

  /** A setting is dropped if another of the same format finds as much in far less time. */
  private boolean isWorthTiming(int i, List<RecallPass.Result> results, double lowestRecall) {
    RecallPass.Result own = results.get(i);
    if (own.recall() < lowestRecall) {
      return false;
    }
    for (int j = 0; j < results.size(); j++) {
      boolean samePeer = searchers.get(j).peer() == searchers.get(i).peer();
      if (samePeer && results.get(j).isClearlyBetterThan(own)) {
        return false;
      }
    }
    return true;
  }

  private void runExternals(RoundMeter.Round round) {
    if (round.counts() == false) {
      return;
    }
    try {
      for (External external : externals) {
        external.runRound();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Queries per second of many threads, for some of the points of {@link #run}. */
  public List<Double> throughput(Throughput meter, List<Point> points) throws IOException {
    return meter.measure(
        points.stream().map(point -> searcher(point).contender()).toList(), data.queries());
  }

  /** What the first searches after a start cost. Its index is closed for good. */
  Optional<ColdRun.Result> cold(Point point) throws IOException {
    return ColdRun.of(searcher(point), data.queries());
  }

  private Searcher searcher(Point point) {
    return searchers.stream()
        .filter(searcher -> searcher.peer().name().equals(point.peer()))
        .filter(searcher -> searcher.setting().label().equals(point.setting()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(indexes.values());
  }
}
