// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.FieldEntry;

/**
 * The trace of one query in the making. The first clusters are probed as in a search, which tells
 * what can matter at all; then all clusters are scanned, in any order, and what can matter is kept.
 */
final class OpenTrace {

  private final FieldEntry entry;
  private final TracedQuery query;
  private final ClusterRanking ranking;
  private final PromisingOrder order;
  private final SpreadMeter meter = new SpreadMeter();
  private final Floors[] floors = new Floors[Calibration.DEPTHS.length];
  private final TraceCandidates kept = new TraceCandidates();
  private final WantedPlaces wanted;

  /** Estimates that are not above it do not matter. */
  private float threshold;

  /** The floor of a search at one of the calibrated depths. */
  private static final class Floors {
    final ErrorMeter errors;

    /** After the first clusters. */
    final Floor first;

    /** That, and all that was scanned until now. */
    Floor scanned;

    /** How far vectors are behind the floor is measured in these. */
    float unit;

    Floors(int k, ExactScores exact) {
      first = new Floor(k);
      errors = new ErrorMeter(exact);
    }

    void endFirst(float spread) throws IOException {
      errors.measure(first, ErrorMeter.SAMPLE);
      unit = errors.unit(spread);
      scanned = new Floor(first);
    }

    /** What is not above it neither raises the floor of the search nor becomes a candidate. */
    float threshold() {
      return Math.min(first.value(), RerankTrace.reach(scanned.value(), unit));
    }
  }

  OpenTrace(FieldEntry entry, TracedQuery query, ClusterRanking ranking) {
    this.entry = entry;
    this.query = query;
    this.ranking = ranking;
    this.order = new PromisingOrder(ranking.scores(), ranking.radii());
    this.wanted = new WantedPlaces(query.wanted());
    for (int i = 0; i < floors.length; i++) {
      floors[i] = new Floors(floorSize(i), query.exact());
    }
  }

  private int floorSize(int depth) {
    return Math.min(entry.size(), Calibration.DEPTHS[depth] + SearchPlan.SPARE);
  }

  /**
   * Probes the first clusters.
   *
   * @param row which of the scorer's queries this is
   */
  void begin(BatchScorer scorer, int row) throws IOException {
    int cluster = order.nextFirst();
    while (cluster >= 0) {
      scorer.open(cluster);
      probe(cluster, scorer.ordinals(), scorer.estimate(row, 1));
      cluster = meter.isComplete() ? -1 : order.nextFirst();
    }
    for (Floors floor : floors) {
      floor.endFirst(meter.spread());
    }
    raiseThreshold();
  }

  private void probe(int cluster, int[] ordinals, float[] estimates) {
    meter.add(estimates, ordinals.length, ranking.radii()[cluster]);
    for (Floors floor : floors) {
      floor.first.moveTo(cluster);
      for (int i = 0; i < ordinals.length; i++) {
        // Neither that nor a NaN is an estimate to go by.
        if (estimates[i] > Float.NEGATIVE_INFINITY && isExcluded(ordinals[i]) == false) {
          floor.first.offer(ordinals[i], estimates[i]);
        }
      }
    }
  }

  private boolean isExcluded(int ordinal) {
    return Arrays.binarySearch(query.excluded(), ordinal) >= 0;
  }

  private void raiseThreshold() {
    threshold = Float.POSITIVE_INFINITY;
    for (Floors floor : floors) {
      threshold = Math.min(threshold, floor.threshold());
    }
  }

  /**
   * Takes the estimates of a cluster's vectors into account.
   *
   * @param estimates one for each of the ordinals, from {@code offset} on
   */
  void scan(int cluster, int[] ordinals, float[] estimates, int offset) {
    for (int i = 0; i < ordinals.length; i++) {
      float estimate = estimates[offset + i];
      if (estimate > threshold && isExcluded(ordinals[i]) == false) {
        kept.add(cluster, ordinals[i], estimate);
        for (Floors floor : floors) {
          floor.scanned.offer(ordinals[i], estimate);
        }
      }
    }
    raiseThreshold();
  }

  /** Takes note of where a vector was found, if it is wanted. */
  void found(int cluster, int ordinal, float estimate) {
    wanted.found(ordinal, cluster, estimate);
  }

  /** Replays the search, once all clusters were scanned. */
  SearchTrace finish() throws IOException {
    int[] clusters = order.handedOut();
    int firstCount = clusters.length;
    clusters = withOthers(clusters);
    int[] ranks = ranks(clusters);
    kept.arrange(ranks, clusters.length);
    SearchTrace.Depth[] depths = new SearchTrace.Depth[floors.length];
    for (int i = 0; i < depths.length; i++) {
      Floor floor = floors[i].first;
      float[] margins = new ProbeReplay(ranking, meter, clusters, firstCount).margins(floor, kept);
      RerankTrace rerank =
          RerankTrace.of(
              Calibration.DEPTHS[i],
              floorSize(i),
              floor.value(),
              floors[i].unit,
              kept,
              query.exact());
      depths[i] = SearchTrace.Depth.of(margins, ranks, wanted, rerank);
    }
    return new SearchTrace(entry, wanted, sizes(clusters), depths);
  }

  /** Adds all others to the first clusters. */
  private int[] withOthers(int[] first) {
    int[] clusters = ArrayUtil.growExact(first, ranking.count());
    OtherClusters others = order.others(meter.perRadius());
    int count = first.length;
    for (int cluster = others.next(Float.NEGATIVE_INFINITY, 0);
        cluster >= 0;
        cluster = others.next(Float.NEGATIVE_INFINITY, 0)) {
      clusters[count++] = cluster;
    }
    return ArrayUtil.copyOfSubArray(clusters, 0, count);
  }

  /** The position of each cluster among those probed, or -1. */
  private int[] ranks(int[] clusters) {
    int[] ranks = new int[ranking.count()];
    Arrays.fill(ranks, -1);
    for (int i = 0; i < clusters.length; i++) {
      ranks[clusters[i]] = i;
    }
    return ranks;
  }

  private int[] sizes(int[] clusters) {
    int[] sizes = new int[Math.min(SearchTrace.MAX_CLUSTERS, clusters.length)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = ranking.sizes()[clusters[i]];
    }
    return sizes;
  }
}
