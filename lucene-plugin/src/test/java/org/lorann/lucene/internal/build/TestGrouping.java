// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestGrouping extends LuceneTestCase {

  public void testEveryGroupHoldsItsPositionsInOrder() {
    int count = randomIntBetween(1, 30);
    int[] clusters = random().ints(randomIntBetween(0, 200), 0, count).toArray();
    int[] starts = Grouping.starts(count, clusters);
    int[] positions = Grouping.group(starts, clusters);
    assertEquals(count + 1, starts.length);
    assertEquals(0, starts[0]);
    assertEquals(clusters.length, starts[count]);
    for (int i = 0; i < count; i++) {
      int cluster = i;
      assertArrayEquals(
          IntStream.range(0, clusters.length).filter(p -> clusters[p] == cluster).toArray(),
          Arrays.copyOfRange(positions, starts[i], starts[i + 1]));
    }
  }

  public void testPositionsWithTwoClustersAreInBothGroups() {
    int[] first = {2, 0, 1, 2};
    int[] second = {0, -1, 2, -1};
    int[] starts = Grouping.starts(3, first, second);
    assertArrayEquals(new int[] {0, 2, 3, 6}, starts);
    assertArrayEquals(new int[] {0, 1, 2, 0, 2, 3}, Grouping.group(starts, first, second));
  }
}
