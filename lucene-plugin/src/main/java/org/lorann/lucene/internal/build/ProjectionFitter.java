// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.lorann.lucene.internal.cluster.Sampling;
import org.lorann.lucene.internal.lowrank.Matrices;
import org.lorann.lucene.internal.lowrank.PrincipalAxes;

/** Fits the {@link Projection} of a segment to a sample of its vectors. */
final class ProjectionFitter {

  /** Vectors the axes are fitted to; the paper's library takes 16,384. */
  private static final int MAX_SAMPLE = 16_384;

  /** How much less of the energy than when it was fitted a projection may keep. */
  private static final double MAX_ENERGY_LOSS = 0.02;

  private static final int BATCH = 512;

  /** The share of energy the projection keeps when the number of dimensions is left to the data. */
  private static final double ENERGY = 0.9;

  /** Most dimensions taken by that rule: the cost of a probe grows with them. */
  private static final int MAX_AUTOMATIC = 256;

  /** Dimensions are a multiple of this where the data allow, for the kernels' sake. */
  private static final int MULTIPLE = 16;

  private final VectorSource vectors;
  private final Workers workers;
  private final SplittableRandom random;

  ProjectionFitter(VectorSource vectors, Workers workers, SplittableRandom random) {
    this.vectors = vectors;
    this.workers = workers;
    this.random = random;
  }

  /**
   * Fits a projection.
   *
   * @param dimensions how many dimensions, or 0 to take as many as the energy of the data asks for
   * @return null when the vectors have no usable spread: all are equal, or so large that their
   *     squares overflow
   */
  Projection fit(int dimensions) throws IOException {
    int d = vectors.dimension();
    Sample sample = sample();
    if (sample.energy <= 0 || sample.energy > Float.MAX_VALUE) {
      return null;
    }
    float scale = (float) (1 / Math.sqrt(sample.energy));
    if (Float.isFinite(scale) == false) {
      return null;
    }
    float[] mean = sample.mean;
    float[] moment = moment(sample.ordinals, mean, scale);
    int most = Math.min(d, dimensions > 0 ? dimensions : MAX_AUTOMATIC);
    PrincipalAxes axes = PrincipalAxes.of(moment, d, most, random, workers::checkAborted);
    int s = dimensions > 0 ? most : enough(axes, most);
    return new Projection(mean, transposedAxes(axes, s, d), s, scale, (float) axes.energyKept(s));
  }

  /**
   * Whether a projection still does after the vectors have changed: it keeps about as much of the
   * energy as when it was fitted.
   *
   * @param fitted the share of the energy that it kept when it was fitted
   * @param now the share that it keeps now
   */
  static boolean isStillGood(double fitted, double now) {
    return now >= fitted - MAX_ENERGY_LOSS;
  }

  /** Vectors, their mean, and the mean of their squared distances from it. */
  private record Sample(int[] ordinals, float[] mean, double energy) {}

  /**
   * Vectors to fit to. A few outliers are left out: their energy may be more than that of all
   * others, and one axis for each of them would keep most of it.
   */
  private Sample sample() throws IOException {
    int[] all = Sampling.choose(vectors.size(), Math.min(vectors.size(), MAX_SAMPLE), random);
    float[] mean = mean(all);
    double[] energies = energies(all, mean);
    int[] usual = Outliers.without(all, energies);
    if (usual.length < all.length) {
      float[] usualMean = mean(usual);
      double energy = mean(energies(usual, usualMean));
      if (energy > 0) {
        return new Sample(usual, usualMean, energy);
      }
    }
    return new Sample(all, mean, mean(energies));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private float[] mean(int[] sample) throws IOException {
    int d = vectors.dimension();
    double[] sums = new double[d];
    float[] vector = new float[d];
    for (int ordinal : sample) {
      workers.checkAborted();
      vectors.read(ordinal, vector, 0);
      for (int i = 0; i < d; i++) {
        sums[i] += vector[i];
      }
    }
    float[] mean = new float[d];
    for (int i = 0; i < d; i++) {
      mean[i] = (float) (sums[i] / sample.length);
    }
    return mean;
  }

  /** The squared distances from the mean. */
  private double[] energies(int[] sample, float[] mean) throws IOException {
    float[] vector = new float[mean.length];
    double[] energies = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      workers.checkAborted();
      vectors.read(sample[i], vector, 0);
      for (int j = 0; j < mean.length; j++) {
        double centred = (double) vector[j] - mean[j];
        energies[i] += centred * centred;
      }
    }
    return energies;
  }

  private float[] moment(int[] sample, float[] mean, float scale) throws IOException {
    int d = mean.length;
    float[] moment = new float[d * d];
    float[] vector = new float[d];
    float[] batch = new float[Math.min(BATCH, sample.length) * d];
    for (int from = 0; from < sample.length; from += BATCH) {
      workers.checkAborted();
      int size = Math.min(BATCH, sample.length - from);
      for (int i = 0; i < size; i++) {
        vectors.read(sample[from + i], vector, 0);
        centre(vector, mean, scale);
        System.arraycopy(vector, 0, batch, i * d, d);
      }
      addMoment(batch, size, moment, d);
    }
    return moment;
  }

  private static void centre(float[] vector, float[] mean, float scale) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (vector[i] - mean[i]) * scale;
    }
  }

  /** By parts of the moment, not of the sample: sums do not depend on the number of threads. */
  private void addMoment(float[] batch, int size, float[] moment, int d) throws IOException {
    float[] transposed = Matrices.transpose(batch, size, d);
    List<Callable<Void>> parts = new ArrayList<>();
    for (int column = 0; column < d; column += Matrices.MOMENT_COLUMNS) {
      int from = column;
      parts.add(
          () -> {
            Matrices.addSecondMoment(batch, transposed, size, d, from, moment);
            return null;
          });
    }
    // The last columns are the longest.
    workers.invokeAll(parts.reversed());
  }

  private static int enough(PrincipalAxes axes, int most) {
    int s = Math.min(most, MULTIPLE);
    while (s < most && axes.energyKept(s) < ENERGY) {
      s = Math.min(most, s + MULTIPLE);
    }
    return s;
  }

  private static float[] transposedAxes(PrincipalAxes axes, int s, int d) {
    float[] transposed = new float[d * s];
    for (int i = 0; i < s; i++) {
      for (int j = 0; j < d; j++) {
        transposed[j * s + i] = axes.axes()[i][j];
      }
    }
    return transposed;
  }
}
