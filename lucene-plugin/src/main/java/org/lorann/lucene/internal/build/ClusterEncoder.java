// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Quantizer;
import org.lorann.lucene.internal.lowrank.Matrices;
import org.lorann.lucene.internal.lowrank.ReducedRankRegression;

/**
 * Fits the low-rank factors of one cluster, encodes its vectors and lays both out as the cluster's
 * record.
 */
final class ClusterEncoder implements RecordEncoder {

  private final VectorSource vectors;
  private final Projection projection;
  private final ClusterLayout layout;
  private final boolean euclidean;
  private final TrainingQueries queries;
  private final long seed;

  ClusterEncoder(
      VectorSource vectors,
      Projection projection,
      ClusterLayout layout,
      boolean euclidean,
      TrainingQueries queries,
      long seed) {
    this.vectors = vectors;
    this.projection = projection;
    this.layout = layout;
    this.euclidean = euclidean;
    this.queries = queries;
    this.seed = seed;
  }

  @Override
  public Encoded encode(int cluster, float[] centroid, int[] ordinals, int from, int size)
      throws IOException {
    VectorSource source = vectors.copy();
    Residuals residuals =
        Residuals.of(projection.project(source, ordinals, from, size), centroid, euclidean);
    ClusterRecord record = new ClusterRecord(layout, size);
    record.putCentroid(centroid);
    putFactorsAndCodes(record, cluster, residuals.values(), size);
    record.putCorrections(residuals.corrections());
    putOrdinals(record, source, ordinals, from, size);
    return new Encoded(record, (float) Math.sqrt(residuals.energy() / size), 0);
  }

  private static void putOrdinals(
      ClusterRecord record, VectorSource source, int[] ordinals, int from, int size)
      throws IOException {
    for (int i = 0; i < size; i++) {
      record.putOrdinal(i, source.segmentOrdinal(ordinals[from + i]));
    }
  }

  private void putFactorsAndCodes(ClusterRecord record, int cluster, float[] residuals, int size)
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
        Matrices.multiply(residuals, ReducedRankRegression.encoder(flat, s, r), size, s, r);
    quantizeCodes(record, codes, size, steps, quantizer);
  }

  /** Stores the factors, replaces them by what their codes stand for, and returns their steps. */
  private float[] quantizeFactors(ClusterRecord record, float[][] factors, Quantizer quantizer) {
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
    record.putFactors(packed);
    return steps;
  }

  /** Stores the codes, and the scales that undo the steps of factors and codes at once. */
  private void quantizeCodes(
      ClusterRecord record, float[] codes, int size, float[] factorSteps, Quantizer quantizer) {
    int r = layout.rank();
    byte[] packed = new byte[Math.toIntExact(PackedMatrix.byteSize(r, size, layout.bits()))];
    for (int j = 0; j < r; j++) {
      float step = quantizer.step(codes, j, r, size);
      record.putScale(j, step * factorSteps[j]);
      for (int i = 0; i < size; i++) {
        quantizer.put(
            packed, layout.rankRows(), j, i, quantizer.encode(codes[i * r + j], 1 / step));
      }
    }
    record.putCodes(packed);
  }

  private float[] flatten(float[][] rows) {
    float[] flat = new float[rows.length * layout.dimensions()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * layout.dimensions(), layout.dimensions());
    }
    return flat;
  }
}
