// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.internal.cluster.Points;
import org.lorann.lucene.internal.cluster.Sampling;
import org.lorann.lucene.internal.cluster.SecondCentroids;

/**
 * Assigns every vector of a segment to its nearest centroid, and those that gain most by it to a
 * second one, which spares searches probes. A quarter of the vectors takes most of the gain; more
 * make clusters larger by about as much as there are fewer to probe. {@link Outliers} get a cluster
 * of their own.
 */
final class Assigner {

  /** The share of vectors that get a second cluster. */
  private static final double SECOND_SHARE = 0.25;

  private final VectorSource vectors;
  private final Projection projection;
  private final SecondCentroids centroids;
  private final Workers workers;

  Assigner(
      VectorSource vectors, Projection projection, SecondCentroids centroids, Workers workers) {
    this.vectors = vectors;
    this.projection = projection;
    this.centroids = centroids;
    this.workers = workers;
  }

  /**
   * When a vector gets another cluster than its nearest.
   *
   * @param loss the greatest loss at which it gets a second one
   * @param distance the squared distance from the nearest centroid beyond which it gets its own
   */
  record Limits(float loss, double distance) {}

  /** What was chosen for a few vectors, and their coordinates. */
  private record Chosen(SecondCentroids.Choice choice, float[] points) {}

  /**
   * Assigns all vectors; what is chosen for each is written to a temporary file. The numbers of
   * outliers as centroids follow those of the others.
   *
   * @param outliers the list to which those found are added
   */
  Assignments assign(Limits limits, Outliers outliers, IndexOutput out) throws IOException {
    Assignments assignments = new Assignments(centroids.count());
    workers.inOrder(
        vectors.size(),
        (from, count) -> choose(from, count, limits),
        chosen -> {
          isolate(chosen, outliers);
          assignments.grow(centroids.count() + outliers.count());
          assignments.write(chosen.choice.first(), chosen.choice.second(), out);
        });
    return assignments;
  }

  private Chosen choose(int from, int count, Limits limits) throws IOException {
    int[] ordinals = IntStream.range(from, from + count).toArray();
    Points points = projection.project(vectors.copy(), ordinals, 0, count).points();
    SecondCentroids.Choice choice = centroids.choose(points.values(), count);
    for (int i = 0; i < count; i++) {
      if (choice.losses()[i] > limits.loss) {
        choice.second()[i] = Assignments.NONE;
      }
    }
    return new Chosen(choice, points.values());
  }

  private void isolate(Chosen chosen, Outliers outliers) {
    SecondCentroids.Choice choice = chosen.choice;
    for (int i = 0; i < choice.first().length; i++) {
      if (outliers.take(choice.distances()[i], chosen.points, i, projection.dimensions())) {
        choice.first()[i] = centroids.count() + outliers.count() - 1;
        choice.second()[i] = Assignments.NONE;
      }
    }
  }

  /**
   * The limits that the share of vectors to get a second cluster keeps within, and the usual
   * distance asks for. Not measured on the sample of the clustering, which lies closer to its
   * centroids.
   *
   * @param sampleSize how many vectors it is measured on at most
   */
  Limits limits(int sampleSize, SplittableRandom random) throws IOException {
    int size = Math.min(sampleSize, vectors.size());
    int[] ordinals = Sampling.choose(vectors.size(), size, random);
    float[] losses = new float[size];
    double[] distances = new double[size];
    workers.run(
        size,
        (from, count) -> {
          Points points = projection.project(vectors.copy(), ordinals, from, count).points();
          SecondCentroids.Choice choice = centroids.choose(points.values(), count);
          for (int i = 0; i < count; i++) {
            losses[from + i] = choice.losses()[i];
            distances[from + i] = choice.distances()[i];
          }
        });
    Arrays.sort(losses);
    return new Limits(losses[(int) (SECOND_SHARE * (size - 1))], Outliers.limitOf(distances));
  }
}
