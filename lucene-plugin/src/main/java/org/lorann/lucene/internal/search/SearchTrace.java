// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.Arrays;
import org.lorann.lucene.internal.format.FieldEntry;

/**
 * What a search through all clusters looked like, from which follows how far {@link
 * CalibratedProbes} would have had to go to find given vectors. This is how a segment is
 * calibrated. See {@link QueryTracer} for where it comes from.
 */
public final class SearchTrace {

  /** Clusters counted, the most promising first. Bounds memory, not searches. */
  static final int MAX_CLUSTERS = 4096;

  private final WantedPlaces wanted;

  /** The sizes of the clusters in the order in which they were probed. */
  private final int[] sizes;

  /** How many vectors there are for each place in a cluster; those with two are counted twice. */
  private final float vectorsPerPlace;

  private final Depth[] depths;

  /**
   * A search at one of the calibrated depths.
   *
   * @param probeMargins the least margin at which each of the counted clusters is probed
   * @param wantedProbeMargins the same for the places of wanted vectors
   */
  record Depth(float[] probeMargins, float[] wantedProbeMargins, RerankTrace rerank) {

    /**
     * Takes what is needed of a replay.
     *
     * @param margins the least margin at which each cluster is probed, in their order
     * @param ranks the position of each cluster in that order, or -1 if it is never probed
     */
    static Depth of(float[] margins, int[] ranks, WantedPlaces wanted, RerankTrace rerank) {
      float[] wantedMargins = new float[wanted.size()];
      for (int i = 0; i < wantedMargins.length; i++) {
        int rank = ranks[wanted.cluster(i)];
        wantedMargins[i] = rank < 0 ? Float.POSITIVE_INFINITY : margins[rank];
      }
      int counted = Math.min(MAX_CLUSTERS, margins.length);
      return new Depth(Arrays.copyOf(margins, counted), wantedMargins, rerank);
    }
  }

  /**
   * Creates a trace.
   *
   * @param wanted the vectors to be found
   * @param sizes the sizes of the clusters counted, in the order in which they are probed
   */
  SearchTrace(FieldEntry entry, WantedPlaces wanted, int[] sizes, Depth[] depths) {
    this.wanted = wanted;
    this.sizes = sizes;
    this.vectorsPerPlace = (float) entry.size() / entry.clusters().codes();
    this.depths = depths;
  }

  /** Whether there were enough vectors for a search at a depth to stop early. */
  public boolean hasFloor(int depth) {
    return depths[depth].rerank.hasFloor();
  }

  /** What it takes for a search at a depth to find a wanted vector. */
  public Reach reach(int depth, int ordinal) {
    int from = wanted.from(ordinal);
    float[] rerankMargins = new float[wanted.to(ordinal) - from];
    for (int i = 0; i < rerankMargins.length; i++) {
      rerankMargins[i] = depths[depth].rerank.margin(wanted.estimate(from + i));
    }
    float[] probeMargins =
        Arrays.copyOfRange(depths[depth].wantedProbeMargins, from, wanted.to(ordinal));
    return new Reach(rerankMargins, probeMargins);
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
    return vectorsPerPlace * depths[depth].rerank.within(rerankMargin);
  }
}
