// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.cluster;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestApportionment extends LuceneTestCase {

  private static int[] randomSizes() {
    int greatest = rarely() ? 3 : 200;
    return random().ints(randomIntBetween(1, 50), 0, greatest + 1).toArray();
  }

  public void testSharesSumUpAndExceedNoSize() {
    int[] sizes = randomSizes();
    int total = randomIntBetween(0, Arrays.stream(sizes).sum());
    int[] shares = Apportionment.apportion(total, sizes);
    assertEquals(total, Arrays.stream(shares).sum());
    for (int i = 0; i < sizes.length; i++) {
      assertTrue(shares[i] >= 0 && shares[i] <= sizes[i]);
    }
  }

  public void testEveryPartThatIsNotEmptyGetsOne() {
    int[] sizes = randomSizes();
    int parts = (int) Arrays.stream(sizes).filter(size -> size > 0).count();
    int total = randomIntBetween(parts, Arrays.stream(sizes).sum());
    int[] shares = Apportionment.apportion(total, sizes);
    for (int i = 0; i < sizes.length; i++) {
      assertEquals(sizes[i] > 0, shares[i] > 0);
    }
  }

  public void testEverythingIsSharedOut() {
    int[] sizes = randomSizes();
    assertArrayEquals(sizes, Apportionment.apportion(Arrays.stream(sizes).sum(), sizes));
  }

  /**
   * Divisor methods never let the quotients of two parts drift further apart than one seat can
   * mend: a part that got its last seat had, before it, at least the quotient of any other now.
   */
  public void testSharesAreProportional() {
    int[] sizes = randomSizes();
    int[] shares = Apportionment.apportion(randomIntBetween(0, Arrays.stream(sizes).sum()), sizes);
    for (int i = 0; i < sizes.length; i++) {
      for (int j = 0; j < sizes.length; j++) {
        if (shares[i] > 1) {
          assertTrue((long) sizes[i] * shares[j] >= (long) sizes[j] * (shares[i] - 1));
        }
      }
    }
  }
}
