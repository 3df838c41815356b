// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/** One search through the clusters of a segment. */
final class ClusterSearch {

  /** How much further each pass goes than the one before, when that did not find enough. */
  private static final int WIDENING = 4;

  /**
   * Passes after the first; the last takes everything, as there may be too few vectors to be found.
   */
  private static final int MAX_PASSES = 4;

  /** Estimates looked at before those that follow are held against a floor that may have risen. */
  private static final int PIECE = 32;

  private final FieldEntry entry;
  private final Kernels kernels = Kernels.get();
  private final ClusterRanking ranking;
  private final ClusterScorer scorer;
  private final Bits accepted;
  private final SearchWork work;
  private final EstimateScale scale;
  private int[] positions = new int[0];

  ClusterSearch(
      FieldEntry entry,
      IndexInput index,
      IndexInput data,
      QueryVector query,
      Bits accepted,
      SearchWork work)
      throws IOException {
    MatrixInput indexMatrices = kernels.open(index);
    this.entry = entry;
    this.ranking = new ClusterRanking(entry, indexMatrices, query);
    this.scorer = new ClusterScorer(entry, indexMatrices, kernels.open(data), ranking);
    this.accepted = accepted;
    this.work = work;
    this.scale = new EstimateScale(entry, query);
  }

  /**
   * Collects the nearest vectors: gathers candidates from the most promising clusters and scores
   * them exactly. Where that leaves the collector with too few, as it may if it counts parents and
   * not vectors, further passes gather more, and the last takes all there are.
   */
  void nearest(SearchPlan plan, KnnCollector collector, ExactCollector exact) throws IOException {
    ErrorMeter errors = new ErrorMeter(ordinals -> scale.of(exact.scores(ordinals)));
    int[] gathered = gather(plan, collector, errors);
    int[] measured = errors.measured();
    int[] candidates = select(gathered, ordinal -> Arrays.binarySearch(measured, ordinal) < 0);
    collect(candidates, exact);
    if (isDone(collector) == false) {
      collectMore(plan, candidates, errors, collector, exact);
    }
  }

  private void collectMore(
      SearchPlan plan,
      int[] candidates,
      ErrorMeter errors,
      KnnCollector collector,
      ExactCollector exact)
      throws IOException {
    FixedBitSet collected = new FixedBitSet(entry.size());
    for (int ordinal : errors.measured()) {
      collected.set(ordinal);
    }
    boolean last = false;
    for (int pass = 1; last == false && isDone(collector) == false; pass++) {
      for (int ordinal : candidates) {
        collected.set(ordinal);
      }
      last = pass == MAX_PASSES || collected.cardinality() >= entry.size() / WIDENING;
      plan = plan.widened(WIDENING);
      candidates = last ? all() : gather(plan, collector, errors);
      candidates = select(candidates, ordinal -> collected.get(ordinal) == false);
      collect(candidates, exact);
    }
  }

  private static boolean isDone(KnnCollector collector) {
    return collector.earlyTerminated()
        || collector.minCompetitiveSimilarity() > Float.NEGATIVE_INFINITY;
  }

  private static void collect(int[] ordinals, ExactCollector exact) throws IOException {
    for (int ordinal : ordinals) {
      if (exact.add(ordinal) == false) {
        break;
      }
    }
    exact.flush();
  }

  private int[] all() {
    int[] ordinals = new int[entry.size()];
    int count = 0;
    for (int i = 0; i < ordinals.length; i++) {
      if (isAccepted(i)) {
        ordinals[count++] = i;
      }
    }
    return Arrays.copyOf(ordinals, count);
  }

  /** Those of some ordinals that are wanted, in the same order. */
  private static int[] select(int[] ordinals, IntPredicate isWanted) {
    int[] selected = new int[ordinals.length];
    int count = 0;
    for (int ordinal : ordinals) {
      if (isWanted.test(ordinal)) {
        selected[count++] = ordinal;
      }
    }
    return Arrays.copyOf(selected, count);
  }

  private boolean isAccepted(int ordinal) {
    return accepted == null || accepted.get(ordinal);
  }

  private int[] gather(SearchPlan plan, KnnCollector collector, ErrorMeter errors)
      throws IOException {
    Probes probes = plan.begin(ranking, errors);
    List<Scanned> first = new ArrayList<>();
    for (int cluster = probes.next();
        cluster >= 0 && collector.earlyTerminated() == false;
        cluster = probes.next()) {
      if (probes.isMeasuring() == false) {
        addCandidates(first, probes.candidates());
      }
      int size = scorer.open(cluster);
      if (hasAccepted(size)) {
        work.visit(size);
        float[] estimates = scorer.estimate();
        probes.scanned(cluster, estimates, size);
        if (probes.isMeasuring()) {
          offer(estimates, size, probes.floor());
          first.add(new Scanned(cluster, Arrays.copyOf(estimates, size)));
        } else {
          addCandidates(estimates, size, probes.candidates());
        }
      }
    }
    addCandidates(first, probes.candidates());
    return probes.candidates().ordinals();
  }

  /** A cluster whose vectors wait until it is known which of them are candidates. */
  private record Scanned(int cluster, float[] estimates) {}

  private void addCandidates(List<Scanned> clusters, Candidates candidates) throws IOException {
    for (Scanned scanned : clusters) {
      int size = scorer.open(scanned.cluster);
      addCandidates(scanned.estimates, size, candidates);
    }
    clusters.clear();
  }

  /** In pieces, as the floor rises quickly at first. */
  private void offer(float[] estimates, int size, Floor floor) throws IOException {
    growPositions(size);
    for (int from = 0; from < size; from += PIECE) {
      int to = Math.min(size, from + PIECE);
      int count = kernels.select(estimates, from, to, floor.value(), positions);
      for (int i = 0; i < count; i++) {
        int ordinal = scorer.ordinal(positions[i]);
        if (isAccepted(ordinal)) {
          floor.offer(ordinal, estimates[positions[i]]);
        }
      }
    }
  }

  /** Whether the open cluster has a vector that the filter accepts. */
  private boolean hasAccepted(int size) throws IOException {
    if (accepted == null) {
      return true;
    }
    for (int i = 0; i < size; i++) {
      if (accepted.get(scorer.ordinal(i))) {
        return true;
      }
    }
    return false;
  }

  private void addCandidates(float[] estimates, int size, Candidates candidates)
      throws IOException {
    growPositions(size);
    int count = kernels.select(estimates, 0, size, candidates.threshold(), positions);
    for (int i = 0; i < count; i++) {
      int ordinal = scorer.ordinal(positions[i]);
      if (isAccepted(ordinal)) {
        candidates.add(ordinal, estimates[positions[i]]);
      }
    }
  }

  private void growPositions(int size) {
    if (positions.length < size) {
      positions = new int[size];
    }
  }
}
