// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.SparseFixedBitSet;
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
  private final ClusterFilter filter;
  private final SearchWork work;
  private final EstimateScale scale;
  private final SearchCost cost;

  /** What was scored exactly; null as long as that is only what measures errors. */
  private SparseFixedBitSet scored;

  private int[] positions = new int[0];

  ClusterSearch(
      FieldEntry entry,
      IndexInput index,
      IndexInput data,
      QueryVector query,
      ClusterFilter filter,
      SearchWork work)
      throws IOException {
    MatrixInput indexMatrices = kernels.open(index);
    this.entry = entry;
    this.ranking = new ClusterRanking(entry, indexMatrices, query);
    this.scorer = new ClusterScorer(entry, indexMatrices, kernels.open(data), ranking);
    this.filter = filter;
    this.work = work;
    this.scale = new EstimateScale(entry, query, ranking.squaredLength());
    this.cost = new SearchCost(entry);
  }

  /**
   * Collects the nearest vectors: gathers candidates from the most promising clusters and scores
   * them exactly. Where that leaves the collector with too few, as it may if it counts parents and
   * not vectors, further passes gather more, and the last takes all there are.
   */
  void nearest(SearchPlan plan, KnnCollector collector, ExactCollector exact) throws IOException {
    ErrorMeter errors = new ErrorMeter(ordinals -> scale.of(exact.scores(ordinals)));
    int[] gathered = gather(plan, collector, errors, exact);
    int[] candidates = select(gathered, ordinal -> isScored(ordinal, errors) == false);
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
    keepScored(errors);
    boolean last = false;
    for (int pass = 1; last == false && isDone(collector) == false; pass++) {
      for (int ordinal : candidates) {
        scored.set(ordinal);
      }
      last = pass == MAX_PASSES || scored.cardinality() >= entry.size() / WIDENING;
      plan = plan.widened(WIDENING);
      candidates = last ? all() : gather(plan, collector, errors, exact);
      candidates = select(candidates, ordinal -> scored.get(ordinal) == false);
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
      if (filter.accepts(i)) {
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

  private boolean isScored(int ordinal, ErrorMeter errors) {
    return scored == null
        ? Arrays.binarySearch(errors.measured(), ordinal) >= 0
        : scored.get(ordinal);
  }

  /** From here on, remembers all that is scored. */
  private void keepScored(ErrorMeter errors) {
    if (scored == null) {
      scored = new SparseFixedBitSet(entry.size());
      for (int ordinal : errors.measured()) {
        scored.set(ordinal);
      }
    }
  }

  private int[] gather(
      SearchPlan plan, KnnCollector collector, ErrorMeter errors, ExactCollector exact)
      throws IOException {
    Probes probes = plan.begin(ranking, errors, filter);
    List<Scanned> first = new ArrayList<>();
    for (int cluster = probes.next();
        cluster >= 0 && collector.earlyTerminated() == false;
        cluster = probes.next()) {
      if (probes.isMeasuring() == false) {
        addCandidates(first, probes.candidates());
      }
      int size = scorer.open(cluster);
      filter.look(scorer, cost.affordable(size));
      if (filter.isEmpty()) {
        continue;
      }
      if (probes.takesScores() && filter.acceptsFew()) {
        work.visit(0);
        score(cluster, errors, probes, exact);
      } else {
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
        if (filter.accepts(ordinal)) {
          floor.offer(ordinal, estimates[positions[i]]);
        }
      }
    }
  }

  /** Scores exactly what the filter accepts of a cluster, which is little. */
  private void score(int cluster, ErrorMeter errors, Probes probes, ExactCollector exact)
      throws IOException {
    keepScored(errors);
    int[] ordinals = select(filter.ordinals(), ordinal -> scored.get(ordinal) == false);
    float[] scores = scale.of(exact.scores(ordinals));
    for (int i = 0; i < scores.length; i++) {
      scored.set(ordinals[i]);
    }
    probes.scored(cluster, ordinals, scores);
  }

  private void addCandidates(float[] estimates, int size, Candidates candidates)
      throws IOException {
    growPositions(size);
    int count = kernels.select(estimates, 0, size, candidates.threshold(), positions);
    for (int i = 0; i < count; i++) {
      int ordinal = scorer.ordinal(positions[i]);
      if (filter.accepts(ordinal)) {
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
