// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.util.IntroSelector;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.Calibration.Limits;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.search.Reach;
import org.lorann.lucene.internal.search.SearchCost;
import org.lorann.lucene.internal.search.SearchTrace;

/**
 * Finds the cheapest limits for a recall at one of the calibrated depths: of some that find enough
 * of what the traced searches should find, those that cost the least.
 */
final class DepthCalibrator {

  /**
   * The share of the permitted misses that is kept for real queries, which may be harder than the
   * calibration's.
   */
  private static final double RESERVE = 0.5;

  /** The recall kept at most. More would go beyond what was asked for by more than it protects. */
  private static final double MAX_RESERVE = 0.04;

  /**
   * The shares of the permitted misses that may be lost to the rerank margin. What is left is lost
   * to the probe margin.
   */
  private static final double[] RERANK_SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};

  /** Clusters without spread are infinitely far behind; margins must be finite. */
  private static final float MAX_MARGIN = 1e9f;

  /** Neighbours of a query that are looked at; more of the same query say little more. */
  private static final int MAX_NEIGHBORS = 25;

  private final int depth;
  private final int vectors;
  private final long codes;
  private final SearchCost cost;
  private final List<SearchTrace> traces = new ArrayList<>();
  private final List<Reach> wanted = new ArrayList<>();
  private final float[] rerankMargins;

  /**
   * Takes what was measured at a depth.
   *
   * @param all the traces of all queries
   */
  DepthCalibrator(FieldEntry entry, int depth, CalibrationQueries queries, List<SearchTrace> all) {
    this.depth = depth;
    this.vectors = entry.size();
    this.codes = entry.clusters().codes();
    this.cost = new SearchCost(entry);
    for (int i = 0; i < queries.count(); i++) {
      SearchTrace trace = all.get(i);
      if (trace.hasFloor(depth)) {
        traces.add(trace);
        int[] neighbors = queries.neighbors(i, Calibration.DEPTHS[depth]);
        int step = Math.ceilDiv(neighbors.length, MAX_NEIGHBORS);
        for (int j = 0; j < neighbors.length; j += step) {
          wanted.add(trace.reach(depth, neighbors[j]));
        }
      }
    }
    this.rerankMargins = margins(Reach::rerankMargin);
    Arrays.sort(rerankMargins);
  }

  private float[] margins(ToDoubleFunction<Reach> margin) {
    float[] margins = new float[wanted.size()];
    for (int i = 0; i < margins.length; i++) {
      double value = margin.applyAsDouble(wanted.get(i));
      margins[i] = (float) Math.clamp(value, -MAX_MARGIN, MAX_MARGIN);
    }
    return margins;
  }

  /** The limits for a recall. May be called by several threads at a time. */
  Limits cheapest(double recall) {
    return wanted.isEmpty() ? Limits.NONE : cheapestFor(usable(1 - recall));
  }

  private static double usable(double misses) {
    return misses - Math.min(MAX_RESERVE, RESERVE * misses);
  }

  private Limits cheapestFor(double misses) {
    Limits best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    for (double share : RERANK_SHARES) {
      // Below zero, a search would keep fewer vectors than it is asked for.
      float rerankMargin =
          Math.max(0, rerankMargins[position(rerankMargins.length, 1 - share * misses)]);
      Limits limits = limits(rerankMargin, misses);
      double searchCost = cost.of(limits.visitRatio() * codes, limits.rerank());
      if (searchCost < bestCost) {
        bestCost = searchCost;
        best = limits;
      }
    }
    return best;
  }

  private Limits limits(float rerankMargin, double misses) {
    float[] probeMargins = margins(reach -> reach.probeMargin(rerankMargin));
    int needed = position(probeMargins.length, 1 - misses);
    new Selector(probeMargins).select(0, probeMargins.length, needed);
    float probeMargin = probeMargins[needed];
    double visited = 0;
    double reranked = 0;
    for (SearchTrace trace : traces) {
      visited += trace.visited(depth, probeMargin);
      reranked += trace.reranked(depth, rerankMargin);
    }
    if (rerankMargin == MAX_MARGIN) {
      // Traces do not count what is out of reach; a search scores it all then.
      reranked = visited * vectors / codes;
    }
    return new Limits(
        probeMargin,
        rerankMargin,
        (float) (visited / traces.size() / codes),
        (float) (reranked / traces.size()));
  }

  /** Where the least of some sorted values is that is not exceeded by a share of them. */
  private static int position(int size, double share) {
    return Math.clamp((int) Math.ceil(share * size) - 1, 0, size - 1);
  }

  /** Puts a value where it would be if all were sorted. */
  private static final class Selector extends IntroSelector {

    private final float[] values;
    private float pivot;

    Selector(float[] values) {
      this.values = values;
    }

    @Override
    protected void swap(int i, int j) {
      float value = values[i];
      values[i] = values[j];
      values[j] = value;
    }

    @Override
    protected void setPivot(int i) {
      pivot = values[i];
    }

    @Override
    protected int comparePivot(int j) {
      return Float.compare(pivot, values[j]);
    }
  }
}
