// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.cluster.Points;
import org.lorann.lucene.internal.lowrank.Matrices;

public class TestProjection extends LuceneTestCase {

  /** Sums of up to 64 products of numbers around one: 64 roundings of 2^-24 of at most a few. */
  private static final double TOLERANCE = 1e-4;

  private static VectorSource source(float[] values, int dimension) {
    return VectorSource.of(
        FloatVectorValues.fromFloats(RandomData.rows(values, dimension), dimension),
        VectorSimilarityFunction.DOT_PRODUCT);
  }

  private static float[] randomVectors(int size, int dimension) {
    float[] values = RandomData.blobs(random(), size, dimension, 5, 0.5f);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * 2 / (i % dimension + 1) + 1;
    }
    return values;
  }

  private static Projection fit(float[] values, int dimension, int projected) throws IOException {
    return new ProjectionFitter(
            source(values, dimension), new Workers(null, () -> {}), RandomData.splittable(random()))
        .fit(projected);
  }

  private static float[] centred(Projection projection, float[] vector) {
    float[] result = new float[vector.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (vector[i] - projection.mean()[i]) * projection.scale();
    }
    return result;
  }

  public void testProjectsAndMeasuresWhatItDrops() throws IOException {
    int d = randomIntBetween(1, 64);
    int n = randomIntBetween(2, 200);
    float[] values = randomVectors(n, d);
    int s = randomIntBetween(1, d);
    Projection projection = fit(values, d, s);
    List<float[]> rows = RandomData.rows(values, d);
    int[] ordinals = random().ints(randomIntBetween(1, 50), 0, n).toArray();
    int from = random().nextInt(ordinals.length);
    int size = randomIntBetween(1, ordinals.length - from);
    Projection.Batch batch = projection.project(source(values, d), ordinals, from, size);
    assertEquals(size, batch.points().size());
    float[][] axes = rows(projection);
    for (int i = 0; i < size; i++) {
      float[] vector = centred(projection, rows.get(ordinals[from + i]));
      double kept = 0;
      for (int j = 0; j < s; j++) {
        double expected = RandomData.dot(axes[j], vector);
        kept += expected * expected;
        assertEquals(expected, batch.points().values()[i * s + j], TOLERANCE);
      }
      double energy = RandomData.dot(vector, vector);
      assertEquals(energy - kept, batch.droppedEnergy()[i], TOLERANCE * (1 + energy));
      assertTrue(batch.droppedEnergy()[i] >= 0);
    }
  }

  private static float[][] rows(Projection projection) {
    int s = projection.dimensions();
    int d = projection.mean().length;
    return RandomData.rows(Matrices.transpose(projection.axes(), d, s), d).toArray(float[][]::new);
  }

  public void testProjectedMeanIsWhatCentringTakesAway() throws IOException {
    int d = randomIntBetween(1, 64);
    float[] values = randomVectors(100, d);
    Projection projection = fit(values, d, randomIntBetween(1, d));
    float[] mean = projection.projectedMean();
    float[][] axes = rows(projection);
    for (int j = 0; j < projection.dimensions(); j++) {
      double expected = projection.scale() * RandomData.dot(axes[j], projection.mean());
      assertEquals(expected, mean[j], TOLERANCE * (1 + Math.abs(expected)));
    }
  }

  public void testAxesAreOrthonormalAndMeanSquaredLengthIsOne() throws IOException {
    int d = randomIntBetween(1, 64);
    int n = randomIntBetween(2, 300);
    float[] values = randomVectors(n, d);
    Projection projection = fit(values, d, d);
    float[][] axes = rows(projection);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(i == j ? 1 : 0, RandomData.dot(axes[i], axes[j]), TOLERANCE);
      }
    }
    int[] all = IntStream.range(0, n).toArray();
    Points points = projection.project(source(values, d), all, 0, n).points();
    double energy = RandomData.dot(points.values(), points.values());
    assertEquals(1, energy / n, 1e-3);
    assertEquals(1, projection.energyKept(), 1e-3);
  }

  public void testEnergyKeptIsThatOfTheProjectedVectors() throws IOException {
    int d = randomIntBetween(1, 64);
    int n = randomIntBetween(2, 300);
    float[] values = randomVectors(n, d);
    Projection projection = fit(values, d, randomIntBetween(1, d));
    int[] all = IntStream.range(0, n).toArray();
    Projection.Batch batch = projection.project(source(values, d), all, 0, n);
    double kept = RandomData.dot(batch.points().values(), batch.points().values());
    double dropped = 0;
    for (float energy : batch.droppedEnergy()) {
      dropped += energy;
    }
    assertEquals(kept / (kept + dropped), projection.energyKept(), 1e-3);
    assertTrue(projection.energyKept() <= 1);
  }

  public void testDimensionsFollowTheEnergyOfTheData() throws IOException {
    int d = randomIntBetween(1, 100);
    Projection projection = fit(randomVectors(300, d), d, 0);
    int s = projection.dimensions();
    assertTrue(s == d || s % 16 == 0);
    assertTrue(s == d || projection.energyKept() >= 0.95);
  }

  public void testThreeDimensionsOfDataNeedNoMoreThanSixteen() throws IOException {
    int d = randomIntBetween(17, 100);
    float[] low = RandomData.gaussian(random(), 200 * 3);
    float[] directions = RandomData.gaussian(random(), 3 * d);
    float[] values = Matrices.multiply(low, directions, 200, 3, d);
    Projection projection = fit(values, d, 0);
    assertEquals(16, projection.dimensions());
    assertEquals(1, projection.energyKept(), 1e-4);
  }

  public void testNeverMoreDimensionsThanTheVectorsHave() throws IOException {
    int d = randomIntBetween(1, 30);
    assertEquals(d, fit(randomVectors(50, d), d, d + randomIntBetween(0, 100)).dimensions());
  }

  public void testScaleDoesNotDependOnTheUnitOfTheData() throws IOException {
    int d = randomIntBetween(2, 30);
    float[] values = randomVectors(100, d);
    float[] same = values.clone();
    float unit = (float) Math.scalb(1.0, randomIntBetween(-40, 40));
    for (int i = 0; i < same.length; i++) {
      same[i] *= unit;
    }
    float scale = fit(values, d, d).scale();
    assertEquals(scale, fit(same, d, d).scale() * unit, 1e-5 * scale);
  }

  public void testVectorsWithoutUsableSpreadHaveNoProjection() throws IOException {
    int d = randomIntBetween(1, 20);
    int n = randomIntBetween(1, 50);
    float[] equal = new float[n * d];
    Arrays.fill(equal, 3);
    assertNull("all equal", fit(equal, d, 0));
    float[] huge = RandomData.gaussian(random(), Math.max(2, n) * d);
    float[] tiny = huge.clone();
    for (int i = 0; i < huge.length; i++) {
      huge[i] *= 1e30f;
      tiny[i] *= Float.MIN_VALUE;
    }
    assertNull("squares overflow", fit(huge, d, 0));
    assertNull("the scale overflows", fit(tiny, d, 0));
  }
}
