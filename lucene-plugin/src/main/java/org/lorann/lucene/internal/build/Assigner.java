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
 * make clusters larger by about as much as there are fewer to probe.
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
   * Assigns all vectors; what is chosen for each is written to a temporary file.
   *
   * @param acceptedLoss the greatest loss at which a vector gets a second cluster
   */
  Assignments assign(float acceptedLoss, IndexOutput out) throws IOException {
    Assignments assignments = new Assignments(centroids.count());
    workers.inOrder(
        vectors.size(),
        (from, count) -> choose(from, count, acceptedLoss),
        choice -> assignments.write(choice.first(), choice.second(), out));
    return assignments;
  }

  private SecondCentroids.Choice choose(int from, int count, float acceptedLoss)
      throws IOException {
    int[] ordinals = IntStream.range(from, from + count).toArray();
    Points points = projection.project(vectors.copy(), ordinals, 0, count).points();
    SecondCentroids.Choice choice = centroids.choose(points.values(), count);
    for (int i = 0; i < count; i++) {
      if (choice.losses()[i] > acceptedLoss) {
        choice.second()[i] = Assignments.NONE;
      }
    }
    return choice;
  }

  /**
   * The loss that the share of vectors to get a second cluster accepts. Not measured on the sample
   * of the clustering, which lies closer to its centroids.
   *
   * @param sampleSize how many vectors it is measured on at most
   */
  float acceptedLoss(int sampleSize, SplittableRandom random) throws IOException {
    int size = Math.min(sampleSize, vectors.size());
    int[] ordinals = Sampling.choose(vectors.size(), size, random);
    float[] losses = new float[size];
    workers.run(
        size,
        (from, count) -> {
          Points points = projection.project(vectors.copy(), ordinals, from, count).points();
          System.arraycopy(
              centroids.choose(points.values(), count).losses(), 0, losses, from, count);
        });
    Arrays.sort(losses);
    return losses[(int) (SECOND_SHARE * (size - 1))];
  }
}
