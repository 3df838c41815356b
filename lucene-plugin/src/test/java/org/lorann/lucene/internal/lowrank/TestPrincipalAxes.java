// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.lowrank;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.ejml.data.DMatrixRMaj;
import org.lorann.lucene.internal.RandomData;

public class TestPrincipalAxes extends LuceneTestCase {

  /** Chains of products of up to 200 floats: a few times 200 roundings of 2^-24. */
  private static final double ROUNDING = 5e-5;

  private static PrincipalAxes axes(float[] moment, int n, int count) throws IOException {
    return PrincipalAxes.of(moment, n, count, RandomData.splittable(random()), () -> {});
  }

  private static float[] randomMoment(int n) {
    double decay = random().nextDouble() * 1.5;
    return Oracle.randomMoment(random(), n, 2 * n, decay);
  }

  public void testAxesAreOrthonormal() throws IOException {
    int n = randomIntBetween(1, 150);
    PrincipalAxes axes = axes(randomMoment(n), n, randomIntBetween(1, n));
    assertEquals(0, Oracle.deviationFromOrthonormal(axes.axes()), ROUNDING);
  }

  public void testEnergiesAreTheSecondMomentsAlongTheAxes() throws IOException {
    int n = randomIntBetween(1, 150);
    float[] moment = randomMoment(n);
    PrincipalAxes axes = axes(moment, n, randomIntBetween(1, n));
    DMatrixRMaj m = Oracle.matrix(moment, n, n);
    DMatrixRMaj a = Oracle.matrix(axes.axes());
    DMatrixRMaj along = Oracle.multiply(Oracle.multiply(a, m), Oracle.transpose(a));
    for (int i = 0; i < axes.energies().length; i++) {
      assertEquals(along.get(i, i), axes.energies()[i], ROUNDING * axes.energies()[0]);
      assertTrue(i == 0 || axes.energies()[i] <= axes.energies()[i - 1]);
    }
    double trace = Matrices.trace(moment, n);
    assertEquals(trace, axes.totalEnergy(), 1e-6 * trace);
  }

  public void testEnergiesAreTheGreatestEigenvalues() throws IOException {
    int n = randomIntBetween(1, 150);
    int count = randomIntBetween(1, n);
    float[] moment = randomMoment(n);
    PrincipalAxes axes = axes(moment, n, count);
    double[] expected = Oracle.eigenvalues(Oracle.matrix(moment, n, n));
    double found = 0;
    double best = 0;
    for (int i = 0; i < count; i++) {
      // No subspace has more energy than the eigenvectors' (Cauchy's interlacing theorem).
      assertTrue(axes.energies()[i] <= expected[i] + ROUNDING * expected[0]);
      found += axes.energies()[i];
      best += expected[i];
    }
    // Six iterations damp what does not belong there by the ratio of eigenvalues to the twelfth,
    // and 16 spare directions leave only ratios well below one; 1 % is what the worst spectra,
    // those without any decay, leave of it, where any subspace is nearly as good.
    assertTrue(found + " of " + best, found >= 0.99 * best);
  }

  public void testAllAxesKeepAllEnergy() throws IOException {
    int n = randomIntBetween(1, 100);
    float[] moment = randomMoment(n);
    PrincipalAxes axes = axes(moment, n, n);
    double[] expected = Oracle.eigenvalues(Oracle.matrix(moment, n, n));
    for (int i = 0; i < n; i++) {
      assertEquals(expected[i], axes.energies()[i], ROUNDING * expected[0]);
    }
    assertEquals(1, axes.energyKept(n), ROUNDING);
  }

  public void testEnergyKeptGrowsUpToOne() throws IOException {
    int n = randomIntBetween(1, 100);
    int count = randomIntBetween(1, n);
    PrincipalAxes axes = axes(randomMoment(n), n, count);
    assertEquals(0, axes.energyKept(0), 0);
    for (int i = 1; i <= count; i++) {
      assertTrue(axes.energyKept(i) >= axes.energyKept(i - 1));
      assertTrue(axes.energyKept(i) <= 1);
    }
  }

  public void testRankDeficientMatrix() throws IOException {
    int n = randomIntBetween(2, 100);
    int rank = randomIntBetween(1, n - 1);
    float[] moment = Oracle.randomMoment(random(), n, rank, 0.5);
    PrincipalAxes axes = axes(moment, n, n);
    assertEquals(0, Oracle.deviationFromOrthonormal(axes.axes()), ROUNDING);
    assertEquals(1, axes.energyKept(rank), ROUNDING);
    for (int i = rank; i < n; i++) {
      assertEquals(0, axes.energies()[i], ROUNDING * axes.energies()[0]);
    }
  }

  public void testZeroMatrixHasAxesWithoutEnergy() throws IOException {
    int n = randomIntBetween(1, 100);
    int count = randomIntBetween(1, n);
    PrincipalAxes axes = axes(new float[n * n], n, count);
    assertEquals(0, Oracle.deviationFromOrthonormal(axes.axes()), ROUNDING);
    assertArrayEquals(new float[count], axes.energies(), 0f);
    assertEquals("nothing is lost", 1, axes.energyKept(1), 0);
  }

  public void testOneDimension() throws IOException {
    PrincipalAxes axes = axes(new float[] {7}, 1, 1);
    assertEquals(1, Math.abs(axes.axes()[0][0]), 1e-6);
    assertEquals(7, axes.energies()[0], 1e-5);
  }
}
