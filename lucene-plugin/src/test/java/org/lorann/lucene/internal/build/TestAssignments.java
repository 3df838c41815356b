// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.FieldFixture;

public class TestAssignments extends LuceneTestCase {

  public void testOrdinalsAreGroupedByCentroid() throws IOException {
    int count = randomIntBetween(2, 20);
    int size = randomIntBetween(1, 500);
    int[] first = random().ints(size, 0, count).toArray();
    int[] second = new int[size];
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(new ArrayList<>());
    }
    for (int i = 0; i < size; i++) {
      groups.get(first[i]).add(i);
      second[i] = random().nextInt(3) == 0 ? (first[i] + 1) % count : Assignments.NONE;
      if (second[i] != Assignments.NONE) {
        groups.get(second[i]).add(i);
      }
    }
    int[] expected = groups.stream().flatMap(List::stream).mapToInt(i -> i).toArray();
    Assignments assignments = new Assignments(count);
    try (Directory directory = newDirectory();
        Staging staging = new Staging(FieldFixture.state(directory), "test")) {
      for (int from = 0, to; from < size; from = to) {
        to = Math.min(size, from + randomIntBetween(1, 100));
        assignments.write(
            Arrays.copyOfRange(first, from, to),
            Arrays.copyOfRange(second, from, to),
            staging.out());
      }
      for (int i = 0; i < count; i++) {
        assertEquals(groups.get(i).size(), assignments.sizes()[i]);
      }
      for (int i = 0; i < 5; i++) {
        int from = random().nextInt(expected.length);
        int to = randomIntBetween(from, expected.length);
        assertArrayEquals(
            Arrays.copyOfRange(expected, from, to), assignments.ordinals(staging.in(), from, to));
      }
    }
  }
}
