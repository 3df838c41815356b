// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestFloor extends LuceneTestCase {

  public void testIsTheKthGreatestOfTheVectorsGreatestEstimates() {
    int k = randomIntBetween(1, 50);
    // Few values, so that many are equal, and few vectors, so that many are offered again.
    int values = randomIntBetween(1, 100);
    int vectors = randomIntBetween(1, 300);
    Map<Integer, Float> greatest = new HashMap<>();
    Floor floor = new Floor(k);
    for (int i = 0; i < 500; i++) {
      int ordinal = random().nextInt(vectors);
      float estimate = randomIntBetween(-values, values) / 16f;
      floor.offer(ordinal, estimate);
      greatest.merge(ordinal, estimate, Math::max);
      assertEquals(naive(greatest, k), floor.value(), 0f);
    }
  }

  public void testACopyGoesItsOwnWay() {
    Floor floor = new Floor(randomIntBetween(1, 20));
    for (int i = 0; i < 50; i++) {
      floor.offer(i, random().nextFloat());
    }
    Floor copy = new Floor(floor);
    long[] keys = floor.keys();
    assertArrayEquals(keys, copy.keys());
    copy.offer(50, 2);
    // Known to the copy as well, whose best it replaces rather than joins.
    copy.offer(Candidates.ordinal(keys[keys.length - 1]), 3);
    assertArrayEquals(keys, floor.keys());
    long[] changed = copy.keys();
    assertEquals(3, Candidates.estimate(changed[changed.length - 1]), 0f);
    assertEquals(keys.length, Arrays.stream(copy.ordinals()).distinct().count());
  }

  public void testKnowsTheClustersOfTheBest() {
    int k = randomIntBetween(1, 50);
    Floor floor = new Floor(k);
    Map<Float, Integer> clusterOf = new TreeMap<>();
    assertEquals(0, floor.clusters(Float.NEGATIVE_INFINITY).length);
    for (int i = 0; i < 500; i++) {
      int cluster = random().nextInt(1000);
      float estimate = random().nextFloat();
      floor.moveTo(cluster);
      floor.offer(i, estimate);
      clusterOf.put(estimate, cluster);
    }
    int above = randomIntBetween(1, k);
    List<Float> best = clusterOf.keySet().stream().skip(clusterOf.size() - above).toList();
    int[] expected = best.stream().mapToInt(clusterOf::get).sorted().toArray();
    int[] clusters = floor.clusters(best.get(0));
    Arrays.sort(clusters);
    assertArrayEquals(expected, clusters);
    assertEquals(k, floor.clusters(floor.value()).length);
    assertEquals(k, floor.ordinals().length);
  }

  private static float naive(Map<Integer, Float> estimates, int k) {
    float[] sorted = new float[estimates.size()];
    int i = 0;
    for (float estimate : estimates.values()) {
      sorted[i++] = estimate;
    }
    Arrays.sort(sorted);
    return sorted.length < k ? Float.NEGATIVE_INFINITY : sorted[sorted.length - k];
  }
}
