// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.cluster.Points;
import org.lorann.lucene.internal.kernel.Vectors;

/**
 * The vectors that a merge adds to those of a base, looked at with the base's projection and
 * centroids to find out how well these suit them. Ordinals and nearest centroids are in temporary
 * files.
 */
final class Arrivals {

  private final StagedInts ordinals;
  private final StagedInts homes;
  private final double[] drift;
  private final int[] perCluster;
  private double keptEnergy;
  private double droppedEnergy;

  /** What was found out about a few of them. */
  private record Part(int[] homes, float[] distances, double keptEnergy, double droppedEnergy) {}

  private Arrivals(StagedInts ordinals, StagedInts homes, int[] perCluster, double[] drift) {
    this.drift = drift;
    this.ordinals = ordinals;
    this.homes = homes;
    this.perCluster = perCluster;
  }

  /**
   * Looks at the vectors of some ordinals.
   *
   * @param nearest finds the centroids of the base
   */
  static Arrivals of(
      BuildContext context,
      StagedInts ordinals,
      BaseClusters base,
      NearestCentroids nearest,
      Staging staging)
      throws IOException {
    int[] perCluster = new int[nearest.count()];
    double[] drift = new double[nearest.count()];
    double[] energies = new double[2];
    VectorSource vectors = context.vectors().select(ordinals);
    IndexOutput out = staging.out();
    context
        .workers()
        .inOrder(
            vectors.size(),
            (from, count) -> part(vectors.copy(), from, count, base, nearest),
            part -> {
              for (int i = 0; i < part.homes.length; i++) {
                int home = part.homes[i];
                out.writeInt(home);
                perCluster[home]++;
                drift[home] += base.drift(home, part.distances[i]);
              }
              energies[0] += part.keptEnergy;
              energies[1] += part.droppedEnergy;
            });
    Arrivals arrivals = new Arrivals(ordinals, new StagedInts(staging.in()), perCluster, drift);
    arrivals.keptEnergy = energies[0];
    arrivals.droppedEnergy = energies[1];
    return arrivals;
  }

  private static Part part(
      VectorSource vectors, int from, int count, BaseClusters base, NearestCentroids nearest)
      throws IOException {
    int[] rows = IntStream.range(from, from + count).toArray();
    Projection.Batch batch = base.projection().project(vectors, rows, 0, count);
    Points points = batch.points();
    int[] homes = new int[count];
    nearest.nearest(points.values(), 0, count, 1, homes);
    double dropped = 0;
    for (float energy : batch.droppedEnergy()) {
      dropped += energy;
    }
    float kept = Vectors.squaredNorm(points.values(), 0, points.values().length);
    return new Part(homes, distances(points, homes, base.centroids()), kept, dropped);
  }

  /** The squared distance of each point from its centroid. */
  private static float[] distances(Points points, int[] homes, float[] centroids) {
    int s = points.dimension();
    float[] distances = new float[homes.length];
    for (int i = 0; i < homes.length; i++) {
      for (int j = 0; j < s; j++) {
        float difference = points.values()[i * s + j] - centroids[homes[i] * s + j];
        distances[i] += difference * difference;
      }
    }
    return distances;
  }

  int count() {
    return ordinals.size();
  }

  /** Sets the bits of those whose nearest centroid is one of some. */
  void addThoseOf(boolean[] centroids, FixedBitSet bits) throws IOException {
    for (int i = 0; i < count(); i++) {
      if (centroids[homes.get(i)]) {
        bits.set(ordinals.get(i));
      }
    }
  }

  /** How many of them are nearest to each centroid of the base. */
  int[] perCluster() {
    return perCluster;
  }

  /** How much they make each cluster drift, see {@link BaseClusters#drift}. */
  double[] drift() {
    return drift;
  }

  /**
   * The share of the energy that the projection keeps of these and of others together.
   *
   * @param others how many others there are; their mean squared length is one, see {@link
   *     Projection}
   * @param energyKept the share that the projection keeps of the others
   */
  double energyKeptWith(int others, double energyKept) {
    return (others * energyKept + keptEnergy) / (others + keptEnergy + droppedEnergy);
  }
}
