// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SparseFixedBitSet;
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

  /** Vectors further behind the floor than this many units are taken to be out of reach. */
  private static final int MAX_DISTANCE = 4;

  /**
   * Candidates scored exactly, at most, for each that makes up the floor; from those that follow
   * nothing is learnt.
   */
  private static final int MAX_SCORED = 16;

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

  private final int vectors;

  /** How many vectors there are for each place in a cluster; those with two are counted twice. */
  private final float vectorsPerPlace;

  /**
   * Searches.
   *
   * @param wanted ordinals of the vectors to be found, ascending
   * @param excludedOrdinals ordinals of vectors to be ignored
   * @param exact scores vectors as reranking does
   */
  public SearchTrace(
      FieldEntry entry,
      IndexInput index,
      IndexInput data,
      QueryVector query,
      int[] wanted,
      int[] excludedOrdinals,
      ExactScores exact)
      throws IOException {
    int clusters = entry.clusters().count();
    this.wanted = wanted;
    this.wantedEstimates = new float[PLACES * wanted.length];
    this.places = new int[wanted.length];
    this.sizes = new int[Math.min(MAX_CLUSTERS, clusters)];
    this.vectors = entry.size();
    this.vectorsPerPlace = (float) entry.size() / entry.clusters().codes();
    for (int i = 0; i < depths.length; i++) {
      int k = Math.min(entry.size(), Calibration.DEPTHS[i] + SearchPlan.SPARE);
      depths[i] = new DepthTrace(k, Calibration.DEPTHS[i], clusters, exact);
    }
    Search search = new Search(entry, index, data, query, excludedOrdinals);
    search.run();
    search.lookBack();
    for (DepthTrace depth : depths) {
      depth.finish(exact);
    }
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

    /** How many of the positions are those of vectors selected by {@link #estimate}. */
    private int selected;

    /** The clusters in the order in which they were probed. */
    private final int[] probed;

    /** The greatest estimate in each. */
    private final float[] greatest;

    private int rank;

    Search(FieldEntry entry, IndexInput index, IndexInput data, QueryVector query, int[] excluded)
        throws IOException {
      MatrixInput indexMatrices = kernels.open(index);
      this.ranking = new ClusterRanking(entry, indexMatrices, query);
      this.scorer = new ClusterScorer(entry, indexMatrices, kernels.open(data), ranking);
      this.wantedBits = bits(wanted, entry.size());
      this.excluded = bits(excluded, entry.size());
      this.probed = new int[ranking.count()];
      this.greatest = new float[ranking.count()];
    }

    /** Goes through all clusters as a search would, for the floors and the probe margins. */
    void run() throws IOException {
      PromisingOrder order = new PromisingOrder(ranking.scores(), ranking.radii());
      int cluster = order.nextFirst();
      while (cluster >= 0) {
        probe(cluster);
        cluster = meter.isComplete() ? -1 : order.nextFirst();
      }
      for (DepthTrace depth : depths) {
        depth.errors.measure(depth.floor, ErrorMeter.SAMPLE);
        depth.expect(ranking, probed, rank);
      }
      for (int other : order.others(meter.perRadius(), Float.NEGATIVE_INFINITY, 0)) {
        probe(other);
      }
    }

    private void probe(int cluster) throws IOException {
      for (DepthTrace depth : depths) {
        depth.probe(ranking, cluster, rank);
      }
      float lowest = Float.POSITIVE_INFINITY;
      for (DepthTrace depth : depths) {
        lowest = Math.min(lowest, depth.floor.value());
      }
      float[] estimates = estimate(cluster, lowest);
      if (rank < sizes.length) {
        sizes[rank] = scorer.size();
      }
      greatest[rank] = estimates[kernels.argMax(estimates, 0, scorer.size())];
      probed[rank++] = cluster;
      if (meter.isComplete() == false) {
        meter.add(estimates, scorer.size(), ranking.radii()[cluster]);
      }
      for (DepthTrace depth : depths) {
        depth.floor.moveTo(cluster);
      }
      for (int i = 0; i < selected; i++) {
        int ordinal = scorer.ordinal(positions[i]);
        if (excluded.get(ordinal) == false) {
          for (DepthTrace depth : depths) {
            depth.floor.offer(ordinal, estimates[positions[i]]);
          }
        }
      }
    }

    /** Estimates the scores of a cluster and selects those above a threshold. */
    private float[] estimate(int cluster, float threshold) throws IOException {
      int size = scorer.open(cluster);
      float[] estimates = scorer.estimate();
      if (positions.length < size) {
        positions = new int[size];
      }
      selected = kernels.select(estimates, 0, size, threshold, positions);
      return estimates;
    }

    /**
     * Goes through those again that have vectors which are not too far behind the floor to matter,
     * at any margin that is considered, now that it is known where it is.
     */
    void lookBack() throws IOException {
      float threshold = Float.POSITIVE_INFINITY;
      for (DepthTrace depth : depths) {
        depth.settle();
        threshold = Math.min(threshold, depth.threshold());
      }
      for (int i = 0; i < rank; i++) {
        if (greatest[i] > threshold) {
          lookBack(i, threshold);
        }
      }
    }

    private void lookBack(int rank, float threshold) throws IOException {
      float[] estimates = estimate(probed[rank], threshold);
      for (int i = 0; i < selected; i++) {
        int ordinal = scorer.ordinal(positions[i]);
        if (excluded.get(ordinal) == false) {
          add(rank, ordinal, estimates[positions[i]]);
        }
      }
    }

    private void add(int rank, int ordinal, float estimate) {
      for (DepthTrace depth : depths) {
        depth.add(ordinal, estimate);
      }
      if (wantedBits.get(ordinal)) {
        int i = Arrays.binarySearch(wanted, ordinal);
        int place = PLACES * i + places[i]++;
        wantedEstimates[place] = estimate;
        for (DepthTrace depth : depths) {
          depth.place(place, rank);
        }
      }
    }
  }

  /** What is particular to one of the calibrated depths. */
  private final class DepthTrace {

    private final Floor floor;
    private final ErrorMeter errors;

    private final int neighbors;

    /** There once the first few clusters were probed. */
    private ClusterExpectation expectation;

    /** The greatest of them so far: a search that stopped at it does not go on later. */
    private float handicap;

    /** By rank, the least margin at which the cluster is probed; those counted, in the end. */
    private float[] probeMargins;

    /** The same for the clusters that the wanted vectors are in. */
    private final float[] wantedProbeMargins = new float[wantedEstimates.length];

    /** How far vectors are behind the floor, in units, is measured once both are known. */
    private float lastFloor;

    private float unit;

    /** The best candidates, until they are scored. */
    private BestCandidates best;

    private final int maxScored;

    /** How many candidates there are in each bin. */
    private final int[] counts = new int[Reranking.BINS];

    /** The bins from this one on are empty. */
    private int end;

    /** By bin, the least margin at which its candidates are scored exactly. */
    private final float[] rerankMargins = new float[Reranking.BINS];

    /** How many there are in a bin and those before it. */
    private final int[] sums = new int[Reranking.BINS];

    DepthTrace(int k, int neighbors, int clusters, ExactScores exact) {
      this.neighbors = neighbors;
      maxScored = MAX_SCORED * k;
      best = new BestCandidates(maxScored);
      floor = new Floor(k);
      errors = new ErrorMeter(exact);
      probeMargins = new float[clusters];
    }

    private void probe(ClusterRanking ranking, int cluster, int rank) {
      float current = floor.value();
      if (expectation != null) {
        expectation.learn(floor, current);
        handicap = Math.max(handicap, CalibratedProbes.handicap(rank, expectation.left(1)));
        expectation.probed(cluster);
      }
      boolean free = current == Float.NEGATIVE_INFINITY || expectation == null;
      float distance = CalibratedProbes.distance(ranking, cluster, current, meter);
      probeMargins[rank] = free ? 0 : distance + handicap;
    }

    private void expect(ClusterRanking ranking, int[] probed, int count) {
      expectation =
          new ClusterExpectation(ranking, meter.perRadius(), floor.value(), probed, count);
    }

    private void settle() {
      lastFloor = floor.value();
      unit = errors.unit(meter.spread());
    }

    private void place(int place, int rank) {
      wantedProbeMargins[place] = probeMargins[rank];
    }

    private float threshold() {
      return lastFloor - MAX_DISTANCE * unit;
    }

    private void add(int ordinal, float estimate) {
      if (estimate > threshold()) {
        int bin = bin(estimate);
        counts[bin]++;
        end = Math.max(end, bin + 1);
        if (estimate > best.threshold()) {
          best.add(ordinal, estimate);
        }
      }
    }

    private int bin(float estimate) {
      return Reranking.bin((lastFloor - estimate) / unit);
    }

    private void finish(ExactScores exact) throws IOException {
      rerank(best.bins(lastFloor, unit), exact);
      best = null;
      probeMargins = ArrayUtil.copyOfSubArray(probeMargins, 0, sizes.length);
      expectation = null;
    }

    /** Goes through the bins as a search would that takes all of them. */
    private void rerank(CandidateBins best, ExactScores exact) throws IOException {
      Reranking reranking = new Reranking(neighbors, counts, end);
      SparseFixedBitSet scored = new SparseFixedBitSet(vectors);
      Arrays.fill(rerankMargins, Float.POSITIVE_INFINITY);
      float margin = 0;
      int count = 0;
      int from = 0;
      for (int bin = 0; bin < end; bin++) {
        if (counts[bin] > 0) {
          margin = Math.max(margin, reranking.margin(bin));
          reranking.take(bin);
        }
        count += counts[bin];
        rerankMargins[bin] = margin;
        sums[bin] = count;
        if (reranking.isLessonDue() && count <= maxScored) {
          score(best.byOrdinal(from, bin + 1), reranking, exact, scored);
          from = bin + 1;
          reranking.learn();
        }
      }
    }

    private static void score(
        long[] candidates, Reranking reranking, ExactScores exact, SparseFixedBitSet scored)
        throws IOException {
      int[] ordinals = new int[candidates.length];
      for (int i = 0; i < ordinals.length; i++) {
        ordinals[i] = (int) (candidates[i] >> Integer.SIZE);
      }
      float[] scores = exact.of(ordinals);
      for (int i = 0; i < scores.length; i++) {
        if (scored.get(ordinals[i]) == false) {
          scored.set(ordinals[i]);
          reranking.scored((int) candidates[i], scores[i]);
        }
      }
    }

    private float rerankMargin(int place) {
      return rerankMargins[bin(wantedEstimates[place])];
    }

    private int within(float margin) {
      int count = 0;
      for (int bin = 0; bin < rerankMargins.length && rerankMargins[bin] <= margin; bin++) {
        count = sums[bin];
      }
      return count;
    }
  }

  /** Whether there were enough vectors for a search at a depth to stop early. */
  public boolean hasFloor(int depth) {
    return depths[depth].lastFloor > Float.NEGATIVE_INFINITY && depths[depth].unit > 0;
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

  /** How many vectors a search at a depth scores exactly, about, at a margin. */
  public float reranked(int depth, float rerankMargin) {
    return vectorsPerPlace * depths[depth].within(rerankMargin);
  }
}
