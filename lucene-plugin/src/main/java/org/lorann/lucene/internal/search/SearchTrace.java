// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/**
 * What a search through all clusters looked like, from which follows how far a {@link
 * CalibratedPlan} would have had to go to find given vectors. This is how a segment is calibrated.
 */
public final class SearchTrace {

  /** Clusters beyond this rank are all treated alike. Bounds memory, not searches. */
  private static final int MAX_RANK = 4096;

  /** Vectors further behind the floor than this many spreads are not counted. */
  private static final int MAX_MARGIN = 4;

  /** Steps of a spread in which they are counted. */
  private static final int COUNTS_PER_SPREAD = 16;

  private final int[] wanted;
  private final float[] wantedEstimates;
  private final int[] wantedRanks;
  private final int[] vectorsVisited;
  private final DepthTrace[] depths = new DepthTrace[Calibration.DEPTHS.length];
  private final SpreadMeter meter = new SpreadMeter();

  /**
   * Searches.
   *
   * @param wanted ordinals of the vectors to be found, ascending
   * @param excludedOrdinals ordinals of vectors to be ignored
   */
  public SearchTrace(
      FieldEntry entry,
      IndexInput index,
      IndexInput data,
      QueryVector query,
      int[] wanted,
      int[] excludedOrdinals)
      throws IOException {
    this.wanted = wanted;
    this.wantedEstimates = new float[wanted.length];
    this.wantedRanks = new int[wanted.length];
    this.vectorsVisited = new int[Math.min(MAX_RANK, entry.clusters().count())];
    for (int i = 0; i < depths.length; i++) {
      int k = Math.min(entry.size(), Calibration.DEPTHS[i] + SearchPlan.SPARE);
      depths[i] = new DepthTrace(k, vectorsVisited.length);
    }
    search(entry, index, data, query, bits(excludedOrdinals, entry.size()));
  }

  private static FixedBitSet bits(int[] ordinals, int size) {
    FixedBitSet bits = new FixedBitSet(size);
    for (int ordinal : ordinals) {
      bits.set(ordinal);
    }
    return bits;
  }

  private void search(
      FieldEntry entry, IndexInput index, IndexInput data, QueryVector query, FixedBitSet excluded)
      throws IOException {
    Kernels kernels = Kernels.get();
    MatrixInput indexMatrices = kernels.open(index);
    ClusterRanking ranking = new ClusterRanking(entry, indexMatrices, query);
    ClusterScorer scorer = new ClusterScorer(entry, indexMatrices, kernels.open(data), ranking);
    FixedBitSet wantedBits = bits(wanted, entry.size());
    ClusterOrder order = ranking.order();
    int visited = 0;
    for (int rank = 0; order.isEmpty() == false; rank++) {
      int cluster = order.next();
      int size = scorer.open(cluster);
      visited += size;
      if (rank < vectorsVisited.length) {
        vectorsVisited[rank] = visited;
      }
      for (DepthTrace depth : depths) {
        depth.reach(rank, ranking.score(cluster));
      }
      float[] estimates = scorer.estimate(cluster);
      if (meter.isComplete() == false) {
        meter.add(estimates, size);
      }
      for (int i = 0; i < size; i++) {
        int ordinal = scorer.ordinal(i);
        if (excluded.get(ordinal) == false) {
          add(ordinal, estimates[i], rank, wantedBits);
        }
      }
    }
    for (DepthTrace depth : depths) {
      depth.finish();
    }
  }

  private void add(int ordinal, float estimate, int rank, FixedBitSet wantedBits) {
    for (DepthTrace depth : depths) {
      if (estimate > depth.candidates.threshold()) {
        depth.candidates.add(ordinal, estimate);
      }
    }
    if (wantedBits.get(ordinal)) {
      int i = Arrays.binarySearch(wanted, ordinal);
      wantedEstimates[i] = estimate;
      wantedRanks[i] = rank;
    }
  }

  /** What is particular to one of the calibrated depths. */
  private final class DepthTrace {

    /** Only there during the search: it may hold many vectors. */
    private MarginCandidates candidates;

    /** The least probe margin at which the cluster of each rank is still probed. */
    private final float[] reach;

    /** Starts finite, at what only the most promising clusters go below, to be interpolated. */
    private float furthest;

    private float floor;

    /** How many vectors are within each multiple of a step behind the floor. */
    private final int[] counts = new int[MAX_MARGIN * COUNTS_PER_SPREAD + 1];

    DepthTrace(int k, int ranks) {
      candidates = new MarginCandidates(k);
      reach = new float[ranks];
    }

    /** The plan stops at the first cluster that is too far behind what was found until then. */
    private void reach(int rank, float centroidScore) {
      candidates.setMargin(MAX_MARGIN * meter.spread());
      float current = candidates.floor();
      if (current > Float.NEGATIVE_INFINITY && meter.isComplete()) {
        float distance = CalibratedPlan.distance(current, centroidScore, meter.spread(), rank);
        furthest = Math.max(furthest, distance);
      }
      if (rank < reach.length) {
        reach[rank] = furthest;
      }
    }

    private void finish() {
      floor = candidates.floor();
      float[] estimates = candidates.estimates();
      for (int i = 0, counted = 0; i < counts.length; i++) {
        float threshold = floor - i * meter.spread() / COUNTS_PER_SPREAD;
        while (counted < estimates.length && estimates[counted] >= threshold) {
          counted++;
        }
        counts[i] = counted;
      }
      candidates = null;
    }
  }

  /** Whether there were enough vectors for a search at a depth to stop early. */
  public boolean hasFloor(int depth) {
    return depths[depth].floor > Float.NEGATIVE_INFINITY && meter.spread() > 0;
  }

  /** The probe margin from which on a search at a depth visits a wanted vector's cluster. */
  public float probeMargin(int depth, int ordinal) {
    float[] reach = depths[depth].reach;
    int rank = wantedRanks[Arrays.binarySearch(wanted, ordinal)];
    return reach[Math.min(rank, reach.length - 1)];
  }

  /** The rerank margin from which on it scores the vector exactly. */
  public float rerankMargin(int depth, int ordinal) {
    float estimate = wantedEstimates[Arrays.binarySearch(wanted, ordinal)];
    return (depths[depth].floor - estimate) / meter.spread();
  }

  /** How many vectors are in the clusters that a search at a depth probes at a margin. */
  public int visited(int depth, float probeMargin) {
    float[] reach = depths[depth].reach;
    int from = 0;
    int to = reach.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (reach[middle] <= probeMargin) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from == 0 ? 0 : vectorsVisited[from - 1];
  }

  /** How many vectors a search at a depth scores exactly, at most, at a margin. */
  public int reranked(int depth, float rerankMargin) {
    int[] counts = depths[depth].counts;
    double step = Math.ceil((double) rerankMargin * COUNTS_PER_SPREAD);
    return counts[(int) Math.clamp(step, 0, counts.length - 1)];
  }
}
