// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.lorann.benchmarks.measure.Vectors;

/**
 * Made-up vectors in any number: points around random centres, whose spread decays from one axis to
 * the next as that of embeddings does, turned so that the axes are not those of the coordinates.
 * The vector of a row depends on the seed and the row alone, so that a larger set begins with a
 * smaller one.
 */
final class GaussianData implements RawData {
  private static final int CENTRES = 1000;

  /** How fast the spread decays: axis i has a deviation of (1 + i) to this power. */
  private static final double DECAY = -0.6;

  /** The spread around a centre, relative to that of the centres. */
  private static final double WITHIN = 0.7;

  /** How far shifted queries are moved along every axis alike, whatever its deviation. */
  private static final double SHIFT = .3;

  private static final int REFLECTIONS = 8;
  private static final int QUERIES = 1000;

  private final Spec spec;
  private final float[][] centres;
  private final float[][] mirrors;
  private final double[] deviations;

  /**
   * What to make.
   *
   * @param shifted whether queries lie between centres and off the plane of the vectors, unlike
   *     them
   */
  record Spec(int size, int dimension, long seed, boolean shifted) {}

  GaussianData(Spec spec) {
    this.spec = spec;
    deviations = new double[spec.dimension];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = Math.pow(1 + i, DECAY);
    }
    SplittableRandom random = new SplittableRandom(spec.seed);
    centres = new float[CENTRES][];
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = addNoise(new float[spec.dimension], 1, random);
    }
    mirrors = new float[REFLECTIONS][spec.dimension];
    for (float[] mirror : mirrors) {
      fillWithDirection(mirror, random);
    }
  }

  private static void fillWithDirection(float[] direction, SplittableRandom random) {
    double squares = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) random.nextGaussian();
      squares += direction[i] * direction[i];
    }
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= (float) Math.sqrt(squares);
    }
  }

  private float[] addNoise(float[] point, double spread, SplittableRandom random) {
    for (int i = 0; i < point.length; i++) {
      point[i] += (float) (spread * deviations[i] * random.nextGaussian());
    }
    return point;
  }

  /** Reflections at hyperplanes keep all distances. */
  private float[] turn(float[] point) {
    for (float[] mirror : mirrors) {
      float dot = 0;
      for (int i = 0; i < point.length; i++) {
        dot += point[i] * mirror[i];
      }
      for (int i = 0; i < point.length; i++) {
        point[i] -= 2 * dot * mirror[i];
      }
    }
    return point;
  }

  private float[] vector(int row) {
    SplittableRandom random = new SplittableRandom(spec.seed + 1 + row);
    return turn(addNoise(centres[random.nextInt(CENTRES)].clone(), WITHIN, random));
  }

  private float[] query(int row) {
    SplittableRandom random = new SplittableRandom(spec.seed - 1 - row);
    float[] point = centres[random.nextInt(CENTRES)].clone();
    if (spec.shifted) {
      shift(point, random);
    }
    return turn(addNoise(point, WITHIN, random));
  }

  /** Moves a point half-way to another centre, and out in directions that vectors hardly use. */
  private void shift(float[] point, SplittableRandom random) {
    float[] other = centres[random.nextInt(CENTRES)];
    for (int i = 0; i < point.length; i++) {
      point[i] = (point[i] + other[i]) / 2 + (float) (SHIFT * random.nextGaussian());
    }
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT, "gaussian%s-%d-%d", spec.shifted ? "-shifted" : "", spec.dimension, spec.size);
  }

  @Override
  public String origin() {
    return spec.toString();
  }

  @Override
  public Metric metric() {
    return Metric.EUCLIDEAN;
  }

  @Override
  public Vectors base() {
    return new Made(spec.size, spec.dimension, this::vector);
  }

  @Override
  public Vectors queries() {
    return new Made(QUERIES, spec.dimension, this::query);
  }

  @Override
  public Optional<int[][]> neighbors() {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private record Made(int size, int dimension, IntFunction<float[]> make) implements Vectors {
    @Override
    public float[] get(int row) {
      return make.apply(row);
    }
  }
}
