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
 * What a search through all clusters looked like, from which follows how far {@link
 * CalibratedProbes} would have had to go to find given vectors. This is how a segment is
 * calibrated.
 */
public final class SearchTrace {

  /** Clusters counted, the most promising first. Bounds memory, not searches. */
  private static final int MAX_CLUSTERS = 4096;

  /** Vectors further behind the floor than this many deviations are not counted. */
  private static final int MAX_MARGIN = 4;

  /** Steps of a deviation in which they are counted. */
  private static final int COUNTS_PER_DEVIATION = 16;

  /** The most clusters a vector is in. */
  private static final int PLACES = 2;

  private final int[] wanted;

  /** The estimates of each wanted vector, and how many clusters it was found in. */
  private final float[] wantedEstimates;

  private final int[] places;

  /** The sizes of the clusters in the order in which they were probed. */
  private final int[] sizes;

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
    this.wantedEstimates = new float[PLACES * wanted.length];
    this.places = new int[wanted.length];
    this.sizes = new int[Math.min(MAX_CLUSTERS, entry.clusters().count())];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = new DepthTrace(Math.min(entry.size(), Calibration.DEPTHS[i] + SearchPlan.SPARE));
    }
    new Search(entry, index, data, query, excludedOrdinals).run();
  }

  private static FixedBitSet bits(int[] ordinals, int size) {
    FixedBitSet bits = new FixedBitSet(size);
    for (int ordinal : ordinals) {
      bits.set(ordinal);
    }
    return bits;
  }

  /** What is needed only while searching. */
  private final class Search {

    private final ClusterRanking ranking;
    private final ClusterScorer scorer;
    private final FixedBitSet wantedBits;
    private final FixedBitSet excluded;
    private final Kernels kernels = Kernels.get();
    private int[] positions = new int[0];
    private int rank;

    Search(FieldEntry entry, IndexInput index, IndexInput data, QueryVector query, int[] excluded)
        throws IOException {
      MatrixInput indexMatrices = kernels.open(index);
      this.ranking = new ClusterRanking(entry, indexMatrices, query);
      this.scorer = new ClusterScorer(entry, indexMatrices, kernels.open(data), ranking);
      this.wantedBits = bits(wanted, entry.size());
      this.excluded = bits(excluded, entry.size());
    }

    void run() throws IOException {
      PromisingOrder order = new PromisingOrder(ranking.scores(), ranking.radii());
      int cluster = order.nextFirst();
      while (cluster >= 0) {
        probe(cluster);
        cluster = meter.isComplete() ? -1 : order.nextFirst();
      }
      for (int other : order.others(meter.perRadius(), Float.NEGATIVE_INFINITY, 0)) {
        probe(other);
      }
      for (DepthTrace depth : depths) {
        depth.finish();
      }
    }

    private void probe(int cluster) throws IOException {
      int size = scorer.open(cluster);
      for (DepthTrace depth : depths) {
        depth.probe(ranking, cluster, rank);
      }
      float[] estimates = scorer.estimate();
      if (meter.isComplete() == false) {
        meter.add(estimates, size, ranking.radii()[cluster]);
      }
      if (rank < sizes.length) {
        sizes[rank] = size;
      }
      rank++;
      if (positions.length < size) {
        positions = new int[size];
      }
      // Most vectors are too far behind to matter, at any margin that is considered.
      int count = kernels.select(estimates, size, threshold(), positions);
      for (int i = 0; i < count; i++) {
        int ordinal = scorer.ordinal(positions[i]);
        if (excluded.get(ordinal) == false) {
          add(ordinal, estimates[positions[i]]);
        }
      }
    }

    private float threshold() {
      float threshold = Float.POSITIVE_INFINITY;
      for (DepthTrace depth : depths) {
        threshold = Math.min(threshold, depth.candidates.threshold());
      }
      return threshold;
    }

    private void add(int ordinal, float estimate) {
      for (DepthTrace depth : depths) {
        if (estimate > depth.candidates.threshold()) {
          depth.candidates.add(ordinal, estimate);
        }
      }
      if (wantedBits.get(ordinal)) {
        int i = Arrays.binarySearch(wanted, ordinal);
        int place = PLACES * i + places[i]++;
        wantedEstimates[place] = estimate;
        for (DepthTrace depth : depths) {
          depth.place(place);
        }
      }
    }
  }

  /** What is particular to one of the calibrated depths. */
  private final class DepthTrace {

    /** Only there during the search: it may hold many vectors. */
    private MarginCandidates candidates;

    /** By rank, the least margin at which the cluster is probed. */
    private final float[] probeMargins = new float[sizes.length];

    /** The same for the clusters that the wanted vectors are in. */
    private final float[] wantedProbeMargins = new float[wantedEstimates.length];

    /** That of the cluster being searched. */
    private float probeMargin;

    private float floor;

    /** How many vectors are within each multiple of a step behind the floor. */
    private final int[] counts = new int[MAX_MARGIN * COUNTS_PER_DEVIATION + 1];

    DepthTrace(int k) {
      candidates = new MarginCandidates(k);
    }

    private void probe(ClusterRanking ranking, int cluster, int rank) {
      candidates.setMargin(MAX_MARGIN * meter.spread());
      float current = candidates.floor();
      boolean free = current == Float.NEGATIVE_INFINITY || meter.isComplete() == false;
      probeMargin =
          free
              ? 0
              : CalibratedProbes.distance(ranking, cluster, current, meter)
                  + CalibratedProbes.handicap(rank);
      if (rank < sizes.length) {
        probeMargins[rank] = probeMargin;
      }
    }

    private void place(int place) {
      wantedProbeMargins[place] = probeMargin;
    }

    private void finish() {
      floor = candidates.floor();
      float[] estimates = candidates.estimates();
      for (int i = 0, counted = 0; i < counts.length; i++) {
        float threshold = floor - i * meter.spread() / COUNTS_PER_DEVIATION;
        while (counted < estimates.length && estimates[counted] >= threshold) {
          counted++;
        }
        counts[i] = counted;
      }
      candidates = null;
    }

    private float rerankMargin(int place) {
      return (floor - wantedEstimates[place]) / meter.spread();
    }
  }

  /** Whether there were enough vectors for a search at a depth to stop early. */
  public boolean hasFloor(int depth) {
    return depths[depth].floor > Float.NEGATIVE_INFINITY && meter.spread() > 0;
  }

  /** The rerank margin from which on a search at a depth scores a wanted vector exactly. */
  public float rerankMargin(int depth, int ordinal) {
    int i = Arrays.binarySearch(wanted, ordinal);
    float least = Float.POSITIVE_INFINITY;
    for (int place = PLACES * i; place < PLACES * i + places[i]; place++) {
      least = Math.min(least, depths[depth].rerankMargin(place));
    }
    return least;
  }

  /**
   * The probe margin from which on it finds a wanted vector at a rerank margin, or infinity if it
   * never does.
   */
  public float probeMargin(int depth, int ordinal, float rerankMargin) {
    int i = Arrays.binarySearch(wanted, ordinal);
    DepthTrace trace = depths[depth];
    float least = Float.POSITIVE_INFINITY;
    for (int place = PLACES * i; place < PLACES * i + places[i]; place++) {
      if (trace.rerankMargin(place) <= rerankMargin) {
        least = Math.min(least, trace.wantedProbeMargins[place]);
      }
    }
    return least;
  }

  /** How many vectors are in the clusters that a search at a depth probes at a margin. */
  public int visited(int depth, float probeMargin) {
    float[] margins = depths[depth].probeMargins;
    int vectors = 0;
    for (int i = 0; i < margins.length; i++) {
      vectors += margins[i] <= probeMargin ? sizes[i] : 0;
    }
    return vectors;
  }

  /** How many vectors a search at a depth scores exactly, at most, at a margin. */
  public int reranked(int depth, float rerankMargin) {
    int[] counts = depths[depth].counts;
    double step = Math.ceil((double) rerankMargin * COUNTS_PER_DEVIATION);
    return counts[(int) Math.clamp(step, 0, counts.length - 1)];
  }
}
