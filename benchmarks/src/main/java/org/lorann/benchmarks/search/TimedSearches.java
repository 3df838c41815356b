// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.measure.Latency;
import org.lorann.benchmarks.measure.RoundMeter;

/** The two passes of every measurement, with their progress: first recall, then time. */
final class TimedSearches {
  private final float[][] queries;
  private final int threads;
  private final Progress.Style progress;
  private final PrintStream log;

  /** What to search, and what is to be found. */
  record Task(Searcher searcher, int[][] truth) {}

  TimedSearches(float[][] queries, int threads, Progress.Style progress, PrintStream log) {
    this.queries = queries;
    this.threads = threads;
    this.progress = progress;
    this.log = log;
  }

  List<RecallPass.Result> recalls(List<Task> tasks) throws IOException {
    List<RecallPass.Result> results = new ArrayList<>();
    try (Progress bar = progress.start(log, "measuring recall", 0, tasks.size())) {
      RecallPass.warmUp(tasks.stream().map(Task::searcher).toList(), queries);
      for (Task task : tasks) {
        results.add(new RecallPass(queries, task.truth(), threads).run(task.searcher()));
        bar.advance(1);
      }
    }
    return results;
  }

  List<Latency> latencies(
      RoundMeter meter, List<Searcher> searchers, Consumer<RoundMeter.Round> eachRound)
      throws IOException {
    try (Progress bar = progress.start(log, "timing in rounds", 0, meter.totalRounds())) {
      return meter.measure(
          searchers.stream().map(Searcher::contender).toList(),
          queries,
          round -> {
            bar.advance(1);
            eachRound.accept(round);
          });
    }
  }

  /** Both passes, one point for each task. */
  List<Point> points(RoundMeter meter, List<Task> tasks) throws IOException {
    List<RecallPass.Result> recalls = recalls(tasks);
    List<Searcher> searchers = tasks.stream().map(Task::searcher).toList();
    List<Latency> latencies = latencies(meter, searchers, round -> {});
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      points.add(point(searchers.get(i), recalls.get(i), latencies.get(i)));
    }
    return points;
  }

  static Point point(Searcher searcher, RecallPass.Result result, Latency latency) {
    return new Point(
        searcher.peer().name(),
        searcher.setting().label(),
        searcher.setting().candidates(),
        result.recall(),
        result.work(),
        latency);
  }
}
