// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;

public class TestSampling extends LuceneTestCase {

  public void testSampleIsAscendingAndInRange() {
    int n = randomIntBetween(1, 500);
    int size = randomIntBetween(0, n);
    int[] sample = Sampling.choose(n, size, RandomData.splittable(random()));
    assertEquals(size, sample.length);
    for (int i = 0; i < size; i++) {
      assertTrue(sample[i] > (i == 0 ? -1 : sample[i - 1]) && sample[i] < n);
    }
  }

  public void testSampleOfEverythingIsEverything() {
    int n = randomIntBetween(0, 100);
    assertArrayEquals(
        IntStream.range(0, n).toArray(), Sampling.choose(n, n, RandomData.splittable(random())));
  }

  public void testAllNumbersAreEquallyLikely() {
    int n = randomIntBetween(2, 30);
    int size = randomIntBetween(1, n - 1);
    int rounds = 2000;
    int[] chosen = new int[n];
    SplittableRandom splittable = RandomData.splittable(random());
    for (int i = 0; i < rounds; i++) {
      for (int number : Sampling.choose(n, size, splittable)) {
        chosen[number]++;
      }
    }
    double share = (double) size / n;
    // Seven standard deviations of a binomial distribution: once in 10^11 times.
    double tolerance = 7 * Math.sqrt(rounds * share * (1 - share));
    for (int count : chosen) {
      assertEquals(rounds * share, count, tolerance);
    }
  }
}
