// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.KnnCollector;
import org.lorann.lucene.internal.kernel.Kernels;

/** One pass over the clusters of a segment, which gathers candidates. */
final class ClusterPass {

  /** Estimates looked at before those that follow are held against a floor that may have risen. */
  private static final int PIECE = 32;

  private final Probes probes;
  private final ClusterScorer scorer;
  private final ClusterFilter filter;
  private final ScoredVectors scored;
  private final SearchCost cost;
  private final SearchWork work;
  private final Kernels kernels = Kernels.get();

  /** Clusters whose vectors wait until it is known which of them are candidates. */
  private final List<Scanned> first = new ArrayList<>();

  private int[] positions = new int[0];

  private record Scanned(int cluster, float[] estimates) {}

  ClusterPass(
      Probes probes,
      ClusterScorer scorer,
      ClusterFilter filter,
      ScoredVectors scored,
      SearchCost cost,
      SearchWork work) {
    this.probes = probes;
    this.scorer = scorer;
    this.filter = filter;
    this.scored = scored;
    this.cost = cost;
    this.work = work;
  }

  /** Goes as far as the probes want to, and the collector. */
  void gather(KnnCollector collector) throws IOException {
    for (int cluster = probes.next();
        cluster >= 0 && collector.earlyTerminated() == false;
        cluster = probes.next()) {
      if (probes.measuringFloor() == null) {
        addFirst();
      }
      int size = scorer.open(cluster);
      filter.look(scorer, cost.affordable(size));
      if (filter.isEmpty() == false) {
        visit(cluster, size);
      }
    }
    addFirst();
  }

  private void visit(int cluster, int size) throws IOException {
    if (probes.takesScores() && filter.acceptsFew()) {
      work.visit(0);
      int[] ordinals = scored.others(filter.ordinals());
      probes.scored(cluster, ordinals, scored.of(ordinals));
      return;
    }
    work.visit(size);
    float[] estimates = scorer.estimate();
    if (positions.length < size) {
      positions = new int[size];
    }
    probes.scanned(cluster, estimates, size);
    Floor floor = probes.measuringFloor();
    if (floor != null) {
      offer(floor, estimates, size);
      first.add(new Scanned(cluster, Arrays.copyOf(estimates, size)));
    } else {
      addCandidates(estimates, size);
    }
  }

  /** In pieces, as the floor rises quickly at first. */
  private void offer(Floor floor, float[] estimates, int size) throws IOException {
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

  private void addFirst() throws IOException {
    for (Scanned scanned : first) {
      addCandidates(scanned.estimates, scorer.open(scanned.cluster));
    }
    first.clear();
  }

  /** Adds those of the open cluster. */
  private void addCandidates(float[] estimates, int size) throws IOException {
    Candidates candidates = probes.candidates();
    int count = kernels.select(estimates, 0, size, candidates.threshold(), positions);
    for (int i = 0; i < count; i++) {
      int ordinal = scorer.ordinal(positions[i]);
      if (filter.accepts(ordinal)) {
        candidates.add(ordinal, estimates[positions[i]]);
      }
    }
  }
}
