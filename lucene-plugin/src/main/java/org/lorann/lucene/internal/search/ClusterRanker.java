// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.IndexLayout;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.MatrixInput;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Vectors;

/** Projects queries and scores all centroids: what a search begins with. */
final class ClusterRanker {

  /** Columns of a matrix unpacked at a time, to bound memory. */
  private static final int COLUMNS = 16 * PackedMatrix.BLOCK;

  private final ClustersEntry clusters;
  private final IndexLayout layout;
  private final MatrixInput index;
  private final boolean euclidean;
  private final float[] norms;
  private final float[] radii;
  private final int[] sizes;

  ClusterRanker(FieldEntry entry, MatrixInput index) throws IOException {
    this.clusters = entry.clusters();
    this.layout = clusters.indexLayout();
    this.index = index;
    this.euclidean = entry.similarity() == VectorSimilarityFunction.EUCLIDEAN;
    this.norms = floats(layout.centroidNorms(), clusters.count());
    this.radii = floats(layout.radii(), clusters.count());
    this.sizes = new int[clusters.count()];
    index.readInts(position(layout.sizes()), sizes, sizes.length);
  }

  private long position(long part) {
    return clusters.indexOffset() + part;
  }

  private float[] floats(long part, int size) throws IOException {
    float[] values = new float[size];
    index.readFloats(position(part), values, size);
    return values;
  }

  /** Ranks the clusters for one query, by the kernels for packed matrices. */
  ClusterRanking rank(QueryVector query) throws IOException {
    float[] x = origin(query);
    float[] projected = new float[PackedMatrix.paddedColumns(layout.projected())];
    index.multiply(
        position(layout.axes()), x.length, projected.length, IndexLayout.BITS, x, projected);
    scale(projected, axisSteps());
    float[] scores = new float[PackedMatrix.paddedColumns(clusters.count())];
    index.multiply(
        position(layout.centroids()), rows(), scores.length, IndexLayout.BITS, projected, scores);
    return ranking(x, projected, scores, centroidSteps());
  }

  /** The same for many, by products of dense matrices, up to rounding. */
  List<ClusterRanking> rankAll(List<QueryVector> queries) throws IOException {
    float[][] origins = new float[queries.size()][];
    for (int i = 0; i < origins.length; i++) {
      origins[i] = origin(queries.get(i));
    }
    float[][] projected = project(origins);
    float[][] scores = scoreCentroids(projected);
    float[] steps = centroidSteps();
    List<ClusterRanking> rankings = new ArrayList<>();
    for (int i = 0; i < origins.length; i++) {
      rankings.add(ranking(origins[i], projected[i], scores[i], steps));
    }
    return rankings;
  }

  private float[][] project(float[][] origins) throws IOException {
    float[][] projected =
        multiply(
            origins,
            position(layout.axes()),
            PackedMatrix.paddedRows(layout.dimension()),
            PackedMatrix.paddedColumns(layout.projected()));
    float[] steps = axisSteps();
    for (float[] query : projected) {
      scale(query, steps);
    }
    return projected;
  }

  private float[][] scoreCentroids(float[][] projected) throws IOException {
    return multiply(
        projected,
        position(layout.centroids()),
        rows(),
        PackedMatrix.paddedColumns(clusters.count()));
  }

  /** Multiplies the first elements of some vectors by a matrix in the index file. */
  private float[][] multiply(float[][] vectors, long matrix, int rows, int columns)
      throws IOException {
    float[] flat = new float[vectors.length * rows];
    for (int i = 0; i < vectors.length; i++) {
      System.arraycopy(vectors[i], 0, flat, i * rows, rows);
    }
    float[][] results = new float[vectors.length][columns];
    for (int from = 0; from < columns; from += COLUMNS) {
      int width = Math.min(COLUMNS, columns - from);
      float[] unpacked = new float[rows * width];
      // A column takes as many bytes as there are rows.
      index.unpack(matrix + (long) from * rows, rows, width, IndexLayout.BITS, unpacked);
      float[] products = new float[vectors.length * width];
      Kernels.get().multiplyAdd(flat, 0, rows, unpacked, products, vectors.length, rows, width);
      for (int i = 0; i < vectors.length; i++) {
        System.arraycopy(products, i * width, results[i], from, width);
      }
    }
    return results;
  }

  /** What is projected of a query, followed by zeros. */
  private float[] origin(QueryVector query) throws IOException {
    int d = layout.dimension();
    float[] x = Arrays.copyOf(query.values(), PackedMatrix.paddedRows(d));
    if (euclidean) {
      float[] mean = floats(layout.mean(), d);
      for (int i = 0; i < d; i++) {
        x[i] = (x[i] - mean[i]) * clusters.scale();
      }
    } else {
      // The order of inner products does not depend on the length of the query.
      Vectors.normalize(x, 0, d);
    }
    return x;
  }

  private ClusterRanking ranking(
      float[] origin, float[] projected, float[] scores, float[] centroidSteps) {
    scale(scores, centroidSteps);
    double squaredLength = 0;
    if (euclidean) {
      squaredLength = Vectors.squaredNorm(origin, 0, layout.dimension());
      for (int i = 0; i < norms.length; i++) {
        scores[i] -= 0.5f * norms[i];
      }
    }
    return new ClusterRanking(euclidean, projected, squaredLength, scores, norms, radii, sizes);
  }

  /** The rows of the centroids. */
  private int rows() {
    return PackedMatrix.paddedRows(layout.projected());
  }

  private float[] axisSteps() throws IOException {
    return floats(layout.axisSteps(), layout.projected());
  }

  private float[] centroidSteps() throws IOException {
    return floats(layout.centroidSteps(), clusters.count());
  }

  private static void scale(float[] values, float[] factors) {
    for (int i = 0; i < factors.length; i++) {
      values[i] *= factors[i];
    }
  }
}
