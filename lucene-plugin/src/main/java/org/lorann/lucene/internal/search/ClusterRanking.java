// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.IndexLayout;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Vectors;

/**
 * A query in projected coordinates, and the score it gives to the centroid of every cluster: the
 * inner product, or half the squared length of the query less half the squared distance. Estimated
 * scores of vectors are on the same scale.
 */
final class ClusterRanking {

  private final ClustersEntry clusters;
  private final IndexLayout layout;
  private final MatrixInput index;
  private final boolean euclidean;
  private final float[] query;
  private double squaredLength;
  private final float[] scores;
  private final float[] norms;
  private final float[] radii;
  private final int[] sizes;

  ClusterRanking(FieldEntry entry, MatrixInput index, QueryVector target) throws IOException {
    this.clusters = entry.clusters();
    this.layout = clusters.indexLayout();
    this.index = index;
    this.euclidean = entry.similarity() == VectorSimilarityFunction.EUCLIDEAN;
    this.norms = new float[clusters.count()];
    index.readFloats(position(layout.centroidNorms()), norms, norms.length);
    this.radii = new float[clusters.count()];
    index.readFloats(position(layout.radii()), radii, radii.length);
    this.sizes = new int[clusters.count()];
    index.readInts(position(layout.sizes()), sizes, sizes.length);
    this.query = project(target);
    this.scores = scoreCentroids();
  }

  private long position(long part) {
    return clusters.indexOffset() + part;
  }

  private float[] project(QueryVector target) throws IOException {
    int d = layout.dimension();
    int s = layout.projected();
    float[] x = new float[PackedMatrix.paddedRows(d)];
    System.arraycopy(target.values(), 0, x, 0, d);
    if (euclidean) {
      centre(x);
    } else {
      // The order of inner products does not depend on the length of the query.
      Vectors.normalize(x, 0, d);
    }
    float[] z = new float[PackedMatrix.paddedColumns(PackedMatrix.paddedRows(s))];
    index.multiply(position(layout.axes()), x.length, z.length, IndexLayout.BITS, x, z);
    scale(z, s, layout.axisSteps());
    return z;
  }

  private void centre(float[] x) throws IOException {
    float[] mean = new float[layout.dimension()];
    index.readFloats(position(layout.mean()), mean, mean.length);
    for (int i = 0; i < mean.length; i++) {
      x[i] = (x[i] - mean[i]) * clusters.scale();
    }
    squaredLength = Vectors.squaredNorm(x, 0, mean.length);
  }

  private void scale(float[] values, int size, long steps) throws IOException {
    float[] factors = new float[size];
    index.readFloats(position(steps), factors, size);
    for (int i = 0; i < size; i++) {
      values[i] *= factors[i];
    }
  }

  private float[] scoreCentroids() throws IOException {
    int rows = PackedMatrix.paddedRows(layout.projected());
    float[] result = new float[PackedMatrix.paddedColumns(clusters.count())];
    index.multiply(
        position(layout.centroids()), rows, result.length, IndexLayout.BITS, query, result);
    scale(result, clusters.count(), layout.centroidSteps());
    if (euclidean) {
      for (int i = 0; i < norms.length; i++) {
        result[i] -= 0.5f * norms[i];
      }
    }
    return result;
  }

  /** The query in projected coordinates, followed by zeros. */
  float[] query() {
    return query;
  }

  /** The squared distance of the query from the mean, for Euclidean distance; else 0. */
  double squaredLength() {
    return squaredLength;
  }

  /** How many clusters there are. */
  int count() {
    return radii.length;
  }

  /** The scores of all centroids, followed by others. */
  float[] scores() {
    return scores;
  }

  /** The radii of all clusters: how far their vectors are from the centroid, about. */
  float[] radii() {
    return radii;
  }

  /** How many vectors each cluster has. */
  int[] sizes() {
    return sizes;
  }

  /** The score of a cluster's centroid. */
  float score(int cluster) {
    return scores[cluster];
  }

  /**
   * How much of a cluster's centroid is taken off the query before the low-rank factors see it. For
   * inner products it is the projection onto the centroid, along which scores are known exactly;
   * for Euclidean distance the centroid is the natural origin.
   */
  float centroidShare(int cluster) {
    if (euclidean) {
      return 1;
    }
    return norms[cluster] > 0 ? scores[cluster] / norms[cluster] : 0;
  }
}
