// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * How far searches must go to reach a recall, measured on the segment itself when it was written. A
 * table over a few numbers of neighbours wanted and a few recalls; between them it is interpolated.
 */
public final class Calibration {

  /** The numbers of neighbours k that are measured. */
  public static final int[] DEPTHS = {10, 100};

  /** The recalls that are measured. */
  public static final double[] RECALLS = {
    0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995
  };

  /**
   * When a search may stop.
   *
   * @param probeMargin how far a cluster may lie behind the worst candidate to be probed, in
   *     deviations of the query's scores within the cluster, see {@code CalibratedProbes}
   * @param rerankMargin at most how much the margin of a vector may be to be scored exactly, see
   *     {@code Reranking}
   * @param visitRatio the share of the codes that are in clusters probed, on average
   * @param rerank how many vectors are scored exactly, on average
   */
  public record Limits(float probeMargin, float rerankMargin, float visitRatio, float rerank) {

    /** A search that visits and scores everything. */
    public static final Limits NONE = new Limits(1e9f, 1e9f, 1f, 1e9f);

    private static Limits between(Limits a, Limits b, double weight) {
      return new Limits(
          mix(a.probeMargin, b.probeMargin, weight),
          mix(a.rerankMargin, b.rerankMargin, weight),
          mix(a.visitRatio, b.visitRatio, weight),
          mix(a.rerank, b.rerank, weight));
    }

    /** More than the greatest recall measured takes no less than that. */
    private static float mix(float a, float b, double weight) {
      float mixed = (float) (a + weight * ((double) b - a));
      return weight > 1 ? Math.max(b, mixed) : mixed;
    }
  }

  private final Limits[][] table;

  /**
   * Creates a calibration.
   *
   * @param table one row for each of {@link #DEPTHS}, with an entry for each of {@link #RECALLS}
   */
  public Calibration(Limits[][] table) {
    this.table = table;
  }

  /** A calibration under which every search visits and scores everything. */
  public static Calibration exhaustive() {
    Limits[][] table = new Limits[DEPTHS.length][RECALLS.length];
    for (Limits[] row : table) {
      Arrays.fill(row, Limits.NONE);
    }
    return new Calibration(table);
  }

  /** The limits for k neighbours at a recall between 0 and 1. */
  public Limits limits(int k, double recall) {
    double position = Math.log((double) k / DEPTHS[0]) / Math.log((double) DEPTHS[1] / DEPTHS[0]);
    return Limits.between(
        row(table[0], recall), row(table[1], recall), Math.clamp(position, 0.0, 1.0));
  }

  /** Linear in the logarithm of the share that is missed; beyond the last recall, extrapolated. */
  private static Limits row(Limits[] row, double recall) {
    int i = 1;
    while (i < RECALLS.length - 1 && RECALLS[i] < recall) {
      i++;
    }
    double from = Math.log(1 - RECALLS[i - 1]);
    double to = Math.log(1 - RECALLS[i]);
    double weight = (Math.log(1 - recall) - from) / (to - from);
    return Limits.between(row[i - 1], row[i], Math.max(0, weight));
  }

  void write(DataOutput meta) throws IOException {
    for (Limits[] row : table) {
      for (Limits limits : row) {
        writeFloat(meta, limits.probeMargin);
        writeFloat(meta, limits.rerankMargin);
        writeFloat(meta, limits.visitRatio);
        writeFloat(meta, limits.rerank);
      }
    }
  }

  static Calibration read(DataInput meta) throws IOException {
    Limits[][] table = new Limits[DEPTHS.length][RECALLS.length];
    for (Limits[] row : table) {
      for (int i = 0; i < row.length; i++) {
        row[i] = new Limits(readFloat(meta), readFloat(meta), readFloat(meta), readFloat(meta));
      }
    }
    return new Calibration(table);
  }

  private static void writeFloat(DataOutput meta, float value) throws IOException {
    meta.writeInt(Float.floatToIntBits(value));
  }

  private static float readFloat(DataInput meta) throws IOException {
    return Float.intBitsToFloat(meta.readInt());
  }
}
