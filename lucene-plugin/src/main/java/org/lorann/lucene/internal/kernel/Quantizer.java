// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

/**
 * Uniform scalar quantization of a set of numbers that share one step, into the codes of {@link
 * PackedMatrix}.
 */
public enum Quantizer {
  /** Sixteen levels. */
  NIBBLES(4) {
    @Override
    float fullRangeStep(float max) {
      return max / PackedMatrix.NIBBLE_CENTER;
    }

    @Override
    public int encode(float value, float inverseStep) {
      int code = (int) Math.floor(value * inverseStep + PackedMatrix.NIBBLE_CENTER + 0.5f);
      return Math.clamp(code, 0, 15);
    }

    @Override
    public float decode(int code, float step) {
      return (code - PackedMatrix.NIBBLE_CENTER) * step;
    }

    @Override
    public void put(byte[] matrix, int paddedRows, int row, int column, int code) {
      PackedMatrix.putNibble(matrix, paddedRows, row, column, code);
    }
  },

  /** 255 levels. */
  BYTES(8) {
    @Override
    float fullRangeStep(float max) {
      return max / 127;
    }

    @Override
    public int encode(float value, float inverseStep) {
      return Math.clamp(Math.round(value * inverseStep), -127, 127);
    }

    @Override
    public float decode(int code, float step) {
      return code * step;
    }

    @Override
    public void put(byte[] matrix, int paddedRows, int row, int column, int code) {
      PackedMatrix.putByte(matrix, paddedRows, row, column, code);
    }
  };

  /**
   * Ranges tried by {@link #step}, as shares of the greatest absolute value. Clipping a few
   * outliers buys a finer step for all others, which pays with sixteen levels.
   */
  private static final float[] RANGES = {1f, 0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f, 0.3f};

  private final int bits;

  Quantizer(int bits) {
    this.bits = bits;
  }

  /** The quantizer with 4 or 8 bits. */
  public static Quantizer of(int bits) {
    return switch (bits) {
      case 4 -> NIBBLES;
      case 8 -> BYTES;
      default -> throw new IllegalArgumentException("bits must be 4 or 8, got: " + bits);
    };
  }

  /** Bits per code. */
  public int bits() {
    return bits;
  }

  abstract float fullRangeStep(float max);

  /** The code of a value; out-of-range values get the nearest code. */
  public abstract int encode(float value, float inverseStep);

  /** The value a code stands for. */
  public abstract float decode(int code, float step);

  /** Stores a code in a packed matrix that was all zero before its first code. */
  public abstract void put(byte[] matrix, int paddedRows, int row, int column, int code);

  /**
   * The step for {@code size} values at {@code offset}, {@code offset + stride}, ... that makes the
   * sum of squared errors least among the ranges tried; never zero.
   */
  public float step(float[] values, int offset, int stride, int size) {
    float max = 0;
    for (int i = 0; i < size; i++) {
      max = Math.max(max, Math.abs(values[offset + i * stride]));
    }
    float full = fullRangeStep(max);
    // Below the least normal float the inverse step would overflow; such values are all noise.
    if (full < Float.MIN_NORMAL) {
      return Float.MIN_NORMAL;
    }
    return this == BYTES ? full : leastErrorStep(full, values, offset, stride, size);
  }

  private float leastErrorStep(float full, float[] strided, int offset, int stride, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = strided[offset + i * stride];
    }
    float[] errors = new float[size];
    float best = full;
    double bestError = Double.POSITIVE_INFINITY;
    for (float range : RANGES) {
      float step = full * range;
      double error = squaredError(step, values, errors);
      if (error < bestError) {
        bestError = error;
        best = step;
      }
    }
    return best;
  }

  /** Sixteen levels are a loop that C2 turns into vector instructions. */
  private static float squaredError(float step, float[] values, float[] errors) {
    float inverse = 1 / step;
    for (int i = 0; i < values.length; i++) {
      float code = values[i] * inverse + (PackedMatrix.NIBBLE_CENTER + 0.5f);
      int rounded = (int) Math.min(Math.max(code, 0f), 15.5f);
      errors[i] = values[i] - (rounded - PackedMatrix.NIBBLE_CENTER) * step;
    }
    return Vectors.squaredNorm(errors, 0, errors.length);
  }
}
