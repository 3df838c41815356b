// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.lorann.lucene.internal.cluster.Points;
import org.lorann.lucene.internal.cluster.SecondCentroids;

/**
 * Assigns every vector of a segment to its nearest centroid, and those that gain most by it to a
 * second one, which spares searches probes. A quarter of the vectors takes most of the gain; more
 * make clusters larger by about as much as there are fewer to probe.
 */
final class Assigner {

  /** The share of vectors that get a second cluster. */
  private static final double SECOND_SHARE = 0.25;

  /** Vectors of the sample on which the loss is measured that this share is ready to accept. */
  private static final int LOSS_SAMPLE = 16_384;

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

  Assignments assign(Points sample) throws IOException {
    float acceptedLoss = acceptedLoss(sample);
    int[] first = new int[vectors.size()];
    int[] second = new int[vectors.size()];
    workers.run(
        first.length,
        (from, count) -> {
          int[] ordinals = IntStream.range(from, from + count).toArray();
          Points points = projection.project(vectors.copy(), ordinals, 0, count).points();
          SecondCentroids.Choice choice = centroids.choose(points.values(), count);
          for (int i = 0; i < count; i++) {
            first[from + i] = choice.first()[i];
            second[from + i] = choice.losses()[i] <= acceptedLoss ? choice.second()[i] : -1;
          }
        });
    return new Assignments(first, second);
  }

  private float acceptedLoss(Points sample) throws IOException {
    int s = sample.dimension();
    int size = Math.min(LOSS_SAMPLE, sample.size());
    float[] losses = new float[size];
    workers.run(
        size,
        (from, count) -> {
          // The sample is in the order of ordinals, so every so-manyth vector represents it.
          float[] points = new float[count * s];
          for (int i = 0; i < count; i++) {
            int row = (int) ((long) (from + i) * sample.size() / size);
            System.arraycopy(sample.values(), row * s, points, i * s, s);
          }
          System.arraycopy(centroids.choose(points, count).losses(), 0, losses, from, count);
        });
    Arrays.sort(losses);
    return losses[(int) (SECOND_SHARE * (size - 1))];
  }
}
