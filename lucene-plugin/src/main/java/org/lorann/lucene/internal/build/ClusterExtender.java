// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.Arrays;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Quantizer;
import org.lorann.lucene.internal.kernel.Vectors;
import org.lorann.lucene.internal.lowrank.Matrices;
import org.lorann.lucene.internal.lowrank.ReducedRankRegression;

/**
 * Makes the record of a cluster that stays from the one it had: its centroid, factors and scales,
 * the codes of the vectors that are still there, and new codes of those that come to it.
 */
final class ClusterExtender implements RecordEncoder {

  private final BaseClusters base;
  private final int[] kept;
  private final KeptVectors keptVectors;
  private final VectorSource newcomers;
  private final boolean euclidean;

  /**
   * Creates an extender.
   *
   * @param kept the clusters of the base, by the number of their centroid now
   * @param keptVectors which of their vectors stay
   * @param newcomers the vectors that come to clusters
   */
  ClusterExtender(
      BaseClusters base,
      int[] kept,
      KeptVectors keptVectors,
      VectorSource newcomers,
      boolean euclidean) {
    this.base = base;
    this.kept = kept;
    this.keptVectors = keptVectors;
    this.newcomers = newcomers;
    this.euclidean = euclidean;
  }

  @Override
  public Encoded encode(int cluster, float[] centroid, int[] ordinals, int from, int size)
      throws IOException {
    ClusterRecord old = base.record(kept[cluster]);
    int[] stayed = keptVectors.of(kept[cluster]);
    Newcomers added = new Newcomers(kept[cluster], old, ordinals, from, size);
    long[] order = order(stayed, added.segmentOrdinals);
    ClusterRecord record = new ClusterRecord(base.layout(), order.length);
    record.putCluster(old);
    put(order, old, added, record);
    putCorrections(order, old, added, record);
    int unchanged = order.length - size;
    float radius = base.radius(kept[cluster]);
    float energy = radius * radius * unchanged + added.energy;
    double late = (double) base.late(kept[cluster]) * unchanged / old.size() + added.drift;
    return new Encoded(
        record,
        (float) Math.sqrt(energy / order.length),
        (int) Math.min(order.length, Math.round(late)));
  }

  /**
   * The vectors by ascending ordinal, in the upper half of each number. In the lower half is the
   * position of the vector in the old record or, minus one and negated, among the newcomers.
   */
  private static long[] order(int[] stayed, int[] added) {
    long[] order = new long[stayed.length + added.length];
    int count = 0;
    for (int i = 0; i < stayed.length; i++) {
      if (stayed[i] != Survivors.GONE) {
        order[count++] = (long) stayed[i] << Integer.SIZE | i;
      }
    }
    for (int i = 0; i < added.length; i++) {
      order[count++] = (long) added[i] << Integer.SIZE | ~i & 0xFFFFFFFFL;
    }
    Arrays.sort(order, 0, count);
    return Arrays.copyOf(order, count);
  }

  private void put(long[] order, ClusterRecord old, Newcomers added, ClusterRecord record) {
    ClusterLayout layout = base.layout();
    byte[] oldCodes = old.codes();
    byte[] codes = record.codes();
    for (int i = 0; i < order.length; i++) {
      int position = (int) order[i];
      PackedMatrix.copyColumn(
          position < 0 ? added.codes : oldCodes,
          position < 0 ? ~position : position,
          codes,
          i,
          layout.rankRows(),
          layout.bits());
      record.putOrdinal(i, (int) (order[i] >>> Integer.SIZE));
    }
    record.putCodes(codes);
  }

  /** Keeps the corrections as they are if those of the newcomers are in their range. */
  private static void putCorrections(
      long[] order, ClusterRecord old, Newcomers added, ClusterRecord record) {
    float[] corrections = new float[order.length];
    boolean inRange = true;
    for (int i = 0; i < order.length; i++) {
      int position = (int) order[i];
      corrections[i] = position < 0 ? added.corrections[~position] : old.correction(position);
      inRange &= position >= 0 || old.hasRoomFor(corrections[i]);
    }
    if (inRange == false) {
      record.putCorrections(corrections);
      return;
    }
    for (int i = 0; i < order.length; i++) {
      int position = (int) order[i];
      if (position < 0) {
        record.putCorrection(i, corrections[i]);
      } else {
        record.copyCorrection(i, old, position);
      }
    }
  }

  /** The vectors that come to a cluster, encoded with the factors it has. */
  private final class Newcomers {
    private final int[] segmentOrdinals;
    private final byte[] codes;
    private final float[] corrections;
    private final float energy;
    private final double drift;

    Newcomers(int kept, ClusterRecord cluster, int[] ordinals, int from, int size)
        throws IOException {
      VectorSource source = newcomers.copy();
      segmentOrdinals = new int[size];
      for (int i = 0; i < size; i++) {
        segmentOrdinals[i] = source.segmentOrdinal(ordinals[from + i]);
      }
      Residuals residuals =
          Residuals.of(
              base.projection().project(source, ordinals, from, size),
              cluster.centroid(),
              euclidean);
      corrections = residuals.corrections();
      energy = residuals.energy();
      drift = drift(kept, residuals.values(), size);
      codes = size == 0 ? new byte[0] : encode(cluster, residuals.values(), size);
    }

    private double drift(int kept, float[] residuals, int size) {
      int s = base.layout().dimensions();
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += base.drift(kept, Vectors.squaredNorm(residuals, i * s, s));
      }
      return sum;
    }

    private byte[] encode(ClusterRecord cluster, float[] residuals, int size) {
      ClusterLayout layout = base.layout();
      int s = layout.dimensions();
      int r = layout.rank();
      Quantizer quantizer = Quantizer.of(layout.bits());
      float[] encoder = ReducedRankRegression.encoder(cluster.factors(), s, r);
      float[] numbers = Matrices.multiply(residuals, encoder, size, s, r);
      byte[] packed = new byte[Math.toIntExact(PackedMatrix.byteSize(r, size, layout.bits()))];
      for (int j = 0; j < r; j++) {
        float inverseScale = 1 / cluster.scale(j);
        for (int i = 0; i < size; i++) {
          int code = quantizer.encode(numbers[i * r + j], inverseScale);
          quantizer.put(packed, layout.rankRows(), j, i, code);
        }
      }
      return packed;
    }
  }
}
