// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Quantizer;

/** The record of a cluster, in memory, as it stands in the file. */
final class ClusterRecord {

  private final ClusterLayout layout;
  private final int size;
  private final ByteBuffer buffer;

  /** An empty record for {@code size} vectors. */
  ClusterRecord(ClusterLayout layout, int size) {
    this(layout, size, new byte[Math.toIntExact(layout.length(size))]);
  }

  /** A record of {@code size} vectors that was read. */
  ClusterRecord(ClusterLayout layout, int size, byte[] bytes) {
    this.layout = layout;
    this.size = size;
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    return buffer.array();
  }

  /** How many vectors it has. */
  int size() {
    return size;
  }

  /** Takes over the cluster itself from another record: all that is not about single vectors. */
  void putCluster(ClusterRecord other) {
    buffer.put(0, other.buffer, 0, (int) layout.codes());
  }

  void putScale(int which, float value) {
    buffer.putFloat((int) layout.scales() + which * Float.BYTES, value);
  }

  float scale(int which) {
    return buffer.getFloat((int) layout.scales() + which * Float.BYTES);
  }

  void putCentroid(float[] centroid) {
    float step = Quantizer.BYTES.step(centroid, 0, 1, centroid.length);
    putScale(layout.centroidStep(), step);
    for (int i = 0; i < centroid.length; i++) {
      int code = Quantizer.BYTES.encode(centroid[i], 1 / step);
      buffer.put((int) layout.centroid() + i, (byte) code);
    }
  }

  /** The centroid, as searches see it. */
  float[] centroid() {
    float step = scale(layout.centroidStep());
    float[] centroid = new float[layout.dimensions()];
    for (int i = 0; i < centroid.length; i++) {
      centroid[i] = step * buffer.get((int) layout.centroid() + i);
    }
    return centroid;
  }

  void putFactors(byte[] packed) {
    buffer.put((int) layout.factors(), packed);
  }

  /** The factors at a step of one, {@code rank x dimensions}. */
  float[] factors() {
    int s = layout.dimensions();
    Quantizer quantizer = Quantizer.of(layout.bits());
    byte[] packed = slice(layout.factors(), layout.codes());
    float[] rows = new float[layout.rank() * s];
    for (int j = 0; j < layout.rank(); j++) {
      for (int i = 0; i < s; i++) {
        int code = PackedMatrix.get(packed, layout.paddedDimensions(), i, j, layout.bits());
        rows[j * s + i] = quantizer.decode(code, 1);
      }
    }
    return rows;
  }

  void putCodes(byte[] packed) {
    buffer.put((int) layout.codes(), packed);
  }

  /** The codes, a packed matrix. */
  byte[] codes() {
    return slice(layout.codes(), layout.corrections(size));
  }

  /** Stores all corrections, and what they are multiples of. */
  void putCorrections(float[] corrections) {
    float center = center(corrections);
    float[] differences = corrections.clone();
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= center;
    }
    putScale(layout.correctionCenter(), center);
    putScale(layout.correctionStep(), Quantizer.BYTES.step(differences, 0, 1, size));
    for (int i = 0; i < size; i++) {
      putCorrection(i, corrections[i]);
    }
  }

  /** Stores the correction of a vector as a multiple of the step there is. */
  void putCorrection(int position, float correction) {
    float difference = correction - scale(layout.correctionCenter());
    int code = Quantizer.BYTES.encode(difference, 1 / scale(layout.correctionStep()));
    buffer.put((int) layout.corrections(size) + position, (byte) code);
  }

  /** Takes over a correction from a record with the same step. */
  void copyCorrection(int position, ClusterRecord other, int otherPosition) {
    byte code = other.buffer.get((int) layout.corrections(other.size) + otherPosition);
    buffer.put((int) layout.corrections(size) + position, code);
  }

  /** The correction of a vector, as searches see it. */
  float correction(int position) {
    byte code = buffer.get((int) layout.corrections(size) + position);
    return scale(layout.correctionCenter()) + scale(layout.correctionStep()) * code;
  }

  /** Whether a correction can be stored without a new step. */
  boolean hasRoomFor(float correction) {
    float difference = correction - scale(layout.correctionCenter());
    return Math.abs(difference) <= 127.5f * scale(layout.correctionStep());
  }

  void putOrdinal(int position, int ordinal) {
    buffer.putInt((int) layout.ordinals(size) + position * Integer.BYTES, ordinal);
  }

  int ordinal(int position) {
    return buffer.getInt((int) layout.ordinals(size) + position * Integer.BYTES);
  }

  private byte[] slice(long from, long to) {
    return Arrays.copyOfRange(buffer.array(), (int) from, (int) to);
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
}
