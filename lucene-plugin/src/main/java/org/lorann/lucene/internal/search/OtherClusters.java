// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

/**
 * The clusters after the first few, by how far they are from the best score in units of their
 * radius: a wide cluster far away may have more to offer than a narrow one nearby. Those too far
 * behind a floor are left out.
 */
final class OtherClusters {

  private final float[] scores;
  private final float[] radii;
  private final float deviation;
  private final float best;
  private final float leastRadius;
  private final float greatestRadius;
  private final LazyOrder order;

  /**
   * Takes clusters.
   *
   * @param scores one per cluster; negative infinity for those that are not among the others
   * @param radii one per cluster
   * @param deviation the deviation of scores in a cluster of radius one
   * @param best the best score
   */
  OtherClusters(float[] scores, float[] radii, float deviation, float best) {
    this.scores = scores;
    this.radii = radii;
    this.deviation = deviation;
    this.best = best;
    float[] distances = new float[radii.length];
    float least = Float.POSITIVE_INFINITY;
    float greatest = 0;
    for (int i = 0; i < distances.length; i++) {
      distances[i] = (best - scores[i]) / radii[i];
      least = radii[i] < least ? radii[i] : least;
      greatest = radii[i] > greatest ? radii[i] : greatest;
    }
    this.leastRadius = least;
    this.greatestRadius = greatest;
    this.order = new LazyOrder(distances);
  }

  /**
   * The next cluster, or -1 if there is none.
   *
   * @param floor the score to beat
   * @param margin clusters that are more deviations below the floor are left out
   */
  int next(float floor, float margin) {
    int cluster;
    do {
      cluster = order.next(limit(floor, margin));
    } while (cluster >= 0 && distance(cluster, floor) > margin);
    return cluster;
  }

  /** Clusters further than this from the best score are too far behind the floor in any case. */
  private float limit(float floor, float margin) {
    return margin * deviation + (best - floor) / (best > floor ? leastRadius : greatestRadius);
  }

  private float distance(int cluster, float floor) {
    return CalibratedProbes.distance(scores[cluster], deviation * radii[cluster], floor);
  }
}
