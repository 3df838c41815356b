// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;

/**
 * What a search through all clusters looked like, from which follows how far it would have had to
 * go to find given vectors. This is how a segment is calibrated.
 */
public final class SearchTrace {

  /** Clusters beyond this rank are all treated alike. Bounds memory, not searches. */
  private static final int MAX_RANK = 4096;

  /** Vectors further behind the floor than this many spreads are not counted. */
  private static final float MAX_MARGIN = 4;

  private final int[] wanted;
  private final float[] wantedEstimates;
  private final int[] wantedRanks;
  private final float[] wantedCentroidScores;
  private final float[] centroidScores;
  private final int[] vectorsVisited;
  private final float[] estimates;
  private final float spread;

  /**
   * Searches.
   *
   * @param wanted ordinals of the vectors to be found, ascending
   * @param excluded ordinals of vectors to be ignored, ascending
   * @param depth the greatest number of neighbours that the trace will be asked about
   */
  public SearchTrace(
      FieldEntry entry,
      IndexInput index,
      IndexInput data,
      QueryVector query,
      int[] wanted,
      int[] excluded,
      int depth)
      throws IOException {
    Kernels kernels = Kernels.get();
    MatrixInput indexMatrices = kernels.open(index);
    ClusterRanking ranking = new ClusterRanking(entry, indexMatrices, query);
    ClusterScorer scorer =
        new ClusterScorer(entry.clusters(), indexMatrices, kernels.open(data), ranking);
    MarginCandidates best = new MarginCandidates(Math.min(entry.size(), depth + SearchPlan.SPARE));
    SpreadMeter meter = new SpreadMeter();
    int traced = Math.min(MAX_RANK, entry.clusters().count());
    this.wanted = wanted;
    this.wantedEstimates = new float[wanted.length];
    this.wantedRanks = new int[wanted.length];
    this.wantedCentroidScores = new float[wanted.length];
    this.centroidScores = new float[traced];
    this.vectorsVisited = new int[traced];
    ClusterOrder order = ranking.order();
    int visited = 0;
    for (int rank = 0; order.isEmpty() == false; rank++) {
      int cluster = order.next();
      int size = scorer.open(cluster);
      float[] scores = scorer.estimate(cluster);
      if (meter.isComplete() == false) {
        meter.add(scores, size);
        best.setMargin(MAX_MARGIN * meter.spread());
      }
      visited += size;
      if (rank < traced) {
        centroidScores[rank] = ranking.score(cluster);
        vectorsVisited[rank] = visited;
      }
      for (int i = 0; i < size; i++) {
        int ordinal = scorer.ordinal(i);
        if (Arrays.binarySearch(excluded, ordinal) >= 0) {
          continue;
        }
        if (scores[i] > best.threshold()) {
          best.add(ordinal, scores[i]);
        }
        int found = Arrays.binarySearch(wanted, ordinal);
        if (found >= 0) {
          wantedEstimates[found] = scores[i];
          wantedRanks[found] = rank;
          wantedCentroidScores[found] = ranking.score(cluster);
        }
      }
    }
    this.estimates = best.estimates();
    this.spread = meter.spread();
  }

  /** The k-th best estimate, or negative infinity if there are fewer. */
  private float floor(int k) {
    int position = k + SearchPlan.SPARE - 1;
    return position < estimates.length ? estimates[position] : Float.NEGATIVE_INFINITY;
  }

  /** Whether there were enough vectors for a search for {@code k} neighbours to stop early. */
  public boolean hasFloor(int k) {
    return floor(k) > Float.NEGATIVE_INFINITY && spread > 0;
  }

  /** The probe margin from which on a search for k neighbours visits a wanted vector's cluster. */
  public float probeMargin(int k, int ordinal) {
    int i = Arrays.binarySearch(wanted, ordinal);
    return CalibratedPlan.distance(floor(k), wantedCentroidScores[i], spread, wantedRanks[i]);
  }

  /** The rerank margin from which on it scores the vector exactly. */
  public float rerankMargin(int k, int ordinal) {
    return (floor(k) - wantedEstimates[Arrays.binarySearch(wanted, ordinal)]) / spread;
  }

  /** How many clusters a search for k neighbours probes at a margin. */
  public int probes(int k, float probeMargin) {
    int from = 0;
    int to = centroidScores.length;
    // The distance grows with the rank.
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (CalibratedPlan.distance(floor(k), centroidScores[middle], spread, middle)
          <= probeMargin) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** How many vectors the first clusters hold. */
  public int vectors(int probes) {
    return probes == 0 ? 0 : vectorsVisited[probes - 1];
  }

  /** How many vectors a search for k neighbours scores exactly, at most, at a margin. */
  public int reranked(int k, float rerankMargin) {
    float threshold = floor(k) - rerankMargin * spread;
    int count = 0;
    while (count < estimates.length && estimates[count] >= threshold) {
      count++;
    }
    return count;
  }
}
