// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.kernel.Kernels;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Quantizer;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;
import org.lorann.lucene.internal.lowrank.ReducedRankRegression;

/**
 * Fits the low-rank factors of one cluster, encodes its vectors and lays both out as the cluster's
 * record. Immutable and safe for use by many threads.
 */
final class ClusterEncoder {

  private final Projection projection;
  private final ClusterLayout layout;
  private final boolean euclidean;
  private final TrainingQueries queries;
  private final long seed;

  ClusterEncoder(
      Projection projection,
      ClusterLayout layout,
      boolean euclidean,
      TrainingQueries queries,
      long seed) {
    this.projection = projection;
    this.layout = layout;
    this.euclidean = euclidean;
    this.queries = queries;
    this.seed = seed;
  }

  /**
   * An encoded cluster.
   *
   * @param record its record
   * @param radius the root of the mean squared distance of its vectors from its centroid
   */
  record Encoded(byte[] record, float radius) {}

  /**
   * Encodes a cluster.
   *
   * @param cluster its number
   * @param centroid its centroid in projected coordinates
   * @param ordinals the segment's ordinals, grouped by cluster
   * @param from where this cluster's begin
   * @param size how many there are, at least one
   */
  Encoded encode(
      int cluster, float[] centroid, VectorSource vectors, int[] ordinals, int from, int size)
      throws IOException {
    Projection.Batch batch = projection.project(vectors, ordinals, from, size);
    float[] corrections = corrections(batch, centroid);
    float[] residuals = batch.points().values();
    byte[] bytes = new byte[Math.toIntExact(layout.length(size))];
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    putCentroid(record, centroid);
    putFactorsAndCodes(record, cluster, residuals, size);
    putCorrections(record, corrections);
    for (int i = 0; i < size; i++) {
      record.putInt((int) layout.ordinals(size) + i * Integer.BYTES, ordinals[from + i]);
    }
    float energy = Vectors.squaredNorm(residuals, 0, residuals.length);
    return new Encoded(bytes, (float) Math.sqrt(energy / size));
  }

  private void putCentroid(ByteBuffer record, float[] centroid) {
    float step = Quantizer.BYTES.step(centroid, 0, 1, centroid.length);
    putScale(record, layout.centroidStep(), step);
    for (int i = 0; i < centroid.length; i++) {
      int code = Quantizer.BYTES.encode(centroid[i], 1 / step);
      record.put((int) layout.centroid() + i, (byte) code);
    }
  }

  /**
   * Turns the projected points into residuals, in place, and returns what each vector's score
   * differs by from the cluster's, beside what the codes say.
   */
  private float[] corrections(Projection.Batch batch, float[] centroid) {
    int s = projection.dimensions();
    float[] z = batch.points().values();
    float[] corrections = new float[batch.points().size()];
    for (int i = 0; i < corrections.length; i++) {
      for (int j = 0; j < s; j++) {
        z[i * s + j] -= centroid[j];
      }
      corrections[i] =
          euclidean
              ? -0.5f * (batch.droppedEnergy()[i] + Vectors.squaredNorm(z, i * s, s))
              : Kernels.get().dot(z, i * s, centroid, 0, s);
    }
    return corrections;
  }

  private void putFactorsAndCodes(ByteBuffer record, int cluster, float[] residuals, int size)
      throws IOException {
    int s = layout.dimensions();
    int r = layout.rank();
    SplittableRandom random = new SplittableRandom(seed + cluster);
    float[] vectorMoment = new float[s * s];
    Matrices.addSecondMoment(residuals, size, s, vectorMoment);
    float[] queryMoment = queries.moment(cluster);
    ReducedRankRegression.regularize(queryMoment, s);
    float[][] factors = ReducedRankRegression.fit(vectorMoment, queryMoment, s, r, random);
    Quantizer quantizer = Quantizer.of(layout.bits());
    float[] steps = quantizeFactors(record, factors, quantizer);
    float[] flat = flatten(factors);
    float[] codes =
        Matrices.multiply(
            residuals, ReducedRankRegression.encoder(flat, queryMoment, s, r), size, s, r);
    quantizeCodes(record, codes, size, steps, quantizer);
  }

  /** Stores the factors, replaces them by what their codes stand for, and returns their steps. */
  private float[] quantizeFactors(ByteBuffer record, float[][] factors, Quantizer quantizer) {
    int s = layout.dimensions();
    byte[] packed =
        new byte[Math.toIntExact(PackedMatrix.byteSize(s, layout.rank(), layout.bits()))];
    float[] steps = new float[layout.rank()];
    for (int j = 0; j < factors.length; j++) {
      steps[j] = quantizer.step(factors[j], 0, 1, s);
      for (int i = 0; i < s; i++) {
        int code = quantizer.encode(factors[j][i], 1 / steps[j]);
        quantizer.put(packed, layout.paddedDimensions(), i, j, code);
        factors[j][i] = quantizer.decode(code, steps[j]);
      }
    }
    record.put((int) layout.factors(), packed);
    return steps;
  }

  /** Stores the codes, and the scales that undo the steps of factors and codes at once. */
  private void quantizeCodes(
      ByteBuffer record, float[] codes, int size, float[] factorSteps, Quantizer quantizer) {
    int r = layout.rank();
    byte[] packed = new byte[Math.toIntExact(PackedMatrix.byteSize(r, size, layout.bits()))];
    float[] scales = new float[r];
    for (int j = 0; j < r; j++) {
      float step = quantizer.step(codes, j, r, size);
      scales[j] = step * factorSteps[j];
      for (int i = 0; i < size; i++) {
        quantizer.put(
            packed, layout.rankRows(), j, i, quantizer.encode(codes[i * r + j], 1 / step));
      }
    }
    putFloats(record, layout.scales(), scales);
    record.put((int) layout.codes(), packed);
  }

  private void putCorrections(ByteBuffer record, float[] corrections) {
    float center = center(corrections);
    float[] differences = corrections.clone();
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= center;
    }
    float step = Quantizer.BYTES.step(differences, 0, 1, differences.length);
    putScale(record, layout.correctionCenter(), center);
    putScale(record, layout.correctionStep(), step);
    int position = (int) layout.corrections(corrections.length);
    for (int i = 0; i < differences.length; i++) {
      record.put(position + i, (byte) Quantizer.BYTES.encode(differences[i], 1 / step));
    }
  }

  /** The middle between the least and the greatest. */
  private static float center(float[] values) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return 0.5f * min + 0.5f * max;
  }

  private void putScale(ByteBuffer record, int which, float value) {
    record.putFloat((int) layout.scales() + which * Float.BYTES, value);
  }

  private float[] flatten(float[][] rows) {
    float[] flat = new float[rows.length * layout.dimensions()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * layout.dimensions(), layout.dimensions());
    }
    return flat;
  }

  private static void putFloats(ByteBuffer record, long position, float[] values) {
    record
        .slice((int) position, values.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values);
  }
}
