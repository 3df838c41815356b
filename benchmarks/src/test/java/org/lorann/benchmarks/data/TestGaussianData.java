// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.Test;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.Vectors;

public class TestGaussianData {
  private static final int DIMENSION = 24;

  private static GaussianData data(int size, boolean shifted) {
    return new GaussianData(new GaussianData.Spec(size, DIMENSION, 5, shifted));
  }

  @Test
  public void aLargerSetBeginsWithASmallerOne() throws IOException {
    Vectors small = data(10, false).base();
    Vectors large = data(1000, false).base();
    for (int row = 0; row < small.size(); row++) {
      assertArrayEquals(small.get(row), large.get(row), 0);
    }
    assertFalse(Arrays.equals(small.get(0), small.get(1)));
  }

  @Test
  public void shiftedQueriesAreFurtherAway() throws IOException {
    double usual = meanDistance(data(3000, false));
    double shifted = meanDistance(data(3000, true));
    assertTrue(usual + " and " + shifted, shifted > 1.05 * usual);
  }

  private static double meanDistance(GaussianData data) throws IOException {
    float[][] queries = new float[100][];
    for (int i = 0; i < queries.length; i++) {
      queries[i] = data.queries().get(i);
    }
    int[][] nearest =
        ExactNeighbors.of(VectorSimilarityFunction.EUCLIDEAN, data.base(), queries, 1, 1);
    double sum = 0;
    for (int i = 0; i < queries.length; i++) {
      sum += distance(queries[i], data.base().get(nearest[i][0]));
    }
    return sum / queries.length;
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares);
  }

  @Test
  public void aFewDirectionsHoldMostOfTheSpreadButNoCoordinateDoes() throws IOException {
    Vectors base = data(2000, false).base();
    double[] variances = new double[DIMENSION];
    for (int row = 0; row < base.size(); row++) {
      float[] vector = base.get(row);
      for (int i = 0; i < DIMENSION; i++) {
        variances[i] += vector[i] * vector[i];
      }
    }
    double total = Arrays.stream(variances).sum();
    double largest = Arrays.stream(variances).max().orElseThrow();
    // The first axis has a third of the spread before it is turned.
    assertTrue("" + largest / total, largest / total < .3);
  }
}
