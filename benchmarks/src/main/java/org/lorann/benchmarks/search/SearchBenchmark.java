// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.Contender;
import org.lorann.benchmarks.measure.Latency;
import org.lorann.benchmarks.measure.RoundMeter;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Setting;

/** Measures the formats over the whole range of their knobs, on one data set. */
public final class SearchBenchmark implements Closeable {
  private final DataSet data;
  private final int k;
  private final int threads;
  private final Progress.Style progress;
  private final PrintStream log;
  private final Map<String, VectorIndex> indexes = new LinkedHashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();

  /** A setting of a format that is to be measured. */
  private record Candidate(Peer peer, Setting setting, Contender contender) {}

  /** Searches for k neighbours; recall is found with so many threads, time with one. */
  public SearchBenchmark(
      DataSet data, int k, int threads, Progress.Style progress, PrintStream log) {
    this.data = data;
    this.k = k;
    this.threads = threads;
    this.progress = progress;
    this.log = log;
  }

  /** Adds a format. Its indexes are opened, or built, by the given source, and closed with this. */
  public void add(Peer peer, PeerIndexes source) throws IOException {
    VectorIndex index = indexes.get(peer.indexName());
    if (index == null) {
      index = source.open(peer);
      indexes.put(peer.indexName(), index);
    }
    for (Setting setting : peer.settings(k)) {
      candidates.add(new Candidate(peer, setting, contender(index, peer, setting)));
    }
  }

  private Contender contender(VectorIndex index, Peer peer, Setting setting) {
    return new Contender(
        peer.name() + ", " + setting.label(),
        index,
        k,
        query -> index.search(setting.query(VectorIndex.VECTOR_FIELD, query, k, null), k));
  }

  /** Measures recall, drops settings that are clearly worse than others, and times the rest. */
  public List<Point> run(RoundMeter meter, double lowestRecall) throws IOException {
    List<Candidate> worthTiming = new ArrayList<>();
    List<RecallPass.Result> results = recalls();
    for (int i = 0; i < candidates.size(); i++) {
      if (isWorthTiming(i, results, lowestRecall)) {
        worthTiming.add(candidates.get(i));
      }
    }
    results = keep(worthTiming, results);
    return time(meter, worthTiming, results);
  }

  private List<RecallPass.Result> recalls() throws IOException {
    RecallPass pass = new RecallPass(data.queries(), data.neighbors(k), threads);
    List<RecallPass.Result> results = new ArrayList<>();
    try (Progress bar = progress.start(log, "measuring recall", 0, candidates.size())) {
      pass.warmUp(candidates.stream().map(Candidate::contender).toList());
      for (Candidate candidate : candidates) {
        results.add(pass.run(candidate.contender()));
        bar.advance(1);
      }
    }
    return results;
  }

  /** A setting is dropped if another of the same format finds as much in far less time. */
  private boolean isWorthTiming(int i, List<RecallPass.Result> results, double lowestRecall) {
    RecallPass.Result own = results.get(i);
    if (own.recall() < lowestRecall) {
      return false;
    }
    for (int j = 0; j < results.size(); j++) {
      boolean samePeer = candidates.get(j).peer() == candidates.get(i).peer();
      if (samePeer && results.get(j).isClearlyBetterThan(own)) {
        return false;
      }
    }
    return true;
  }

  private List<RecallPass.Result> keep(List<Candidate> kept, List<RecallPass.Result> results) {
    return kept.stream().map(candidate -> results.get(candidates.indexOf(candidate))).toList();
  }

  private List<Point> time(RoundMeter meter, List<Candidate> timed, List<RecallPass.Result> recalls)
      throws IOException {
    List<Latency> latencies;
    try (Progress bar = progress.start(log, "timing in rounds", 0, meter.totalRounds())) {
      latencies =
          meter.measure(
              timed.stream().map(Candidate::contender).toList(),
              data.queries(),
              () -> bar.advance(1));
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < timed.size(); i++) {
      Candidate candidate = timed.get(i);
      points.add(
          new Point(
              candidate.peer().name(),
              candidate.setting().label(),
              candidate.setting().candidates(),
              recalls.get(i).recall(),
              Double.NaN,
              latencies.get(i)));
    }
    return points;
  }

  /** The index of a format that was added. */
  public VectorIndex index(Peer peer) {
    return indexes.get(peer.indexName());
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(indexes.values());
  }
}
