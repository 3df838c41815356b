// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestMarginCandidates extends LuceneTestCase {

  private float[] estimates;
  private int k;
  private float margin;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    int range = randomIntBetween(1, 2000);
    estimates = new float[randomIntBetween(0, 3000)];
    // Multiples of 1/16, so that a floor less a margin is exact and met by some.
    for (int i = 0; i < estimates.length; i++) {
      estimates[i] = randomIntBetween(-range, range) / 16f;
    }
    k = randomIntBetween(1, 100);
    margin = random().nextInt(10) == 0 ? Float.POSITIVE_INFINITY : randomIntBetween(0, range) / 16f;
  }

  private MarginCandidates filled() {
    MarginCandidates candidates = new MarginCandidates(k);
    candidates.setMargin(margin);
    float threshold = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < estimates.length; i++) {
      assertTrue("the threshold sinks", candidates.threshold() >= threshold);
      threshold = candidates.threshold();
      assertEquals(naiveFloor(i), candidates.floor().value(), 0f);
      if (estimates[i] > threshold) {
        candidates.add(i, estimates[i]);
      }
    }
    return candidates;
  }

  /** The k-th greatest of the first estimates. */
  private float naiveFloor(int count) {
    if (count < k) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] sorted = Arrays.copyOf(estimates, count);
    Arrays.sort(sorted);
    return sorted[count - k];
  }

  private static int[] ordinals(MarginCandidates candidates) {
    CandidateBins bins = candidates.bins(1);
    return LongStream.of(bins.byOrdinal(0, bins.end()))
        .mapToInt(key -> (int) (key >> 32))
        .distinct()
        .toArray();
  }

  private int[] naiveOrdinals() {
    float floor = naiveFloor(estimates.length);
    return IntStream.range(0, estimates.length)
        .filter(i -> floor == Float.NEGATIVE_INFINITY || estimates[i] >= floor - margin)
        .toArray();
  }

  public void testKeepsAllWithinTheMarginOfTheFloor() {
    assertArrayEquals(naiveOrdinals(), ordinals(filled()));
  }

  public void testWithoutAMarginEverythingIsKept() {
    MarginCandidates candidates = new MarginCandidates(k);
    for (int i = 0; i < estimates.length; i++) {
      candidates.add(i, estimates[i]);
    }
    assertArrayEquals(IntStream.range(0, estimates.length).toArray(), ordinals(candidates));
  }

  public void testASmallerMarginDropsWhatItExcludes() {
    MarginCandidates candidates = filled();
    margin = margin == Float.POSITIVE_INFINITY ? 1 : margin / 2;
    candidates.setMargin(margin);
    assertArrayEquals(naiveOrdinals(), ordinals(candidates));
  }

  public void testAVectorAddedTwiceCountsOnceWithItsGreaterEstimate() {
    MarginCandidates twice = new MarginCandidates(k);
    MarginCandidates once = new MarginCandidates(k);
    twice.setMargin(margin);
    once.setMargin(margin);
    for (int i = 0; i < estimates.length; i++) {
      float lesser = estimates[i] - randomIntBetween(0, 40) / 16f;
      boolean lesserFirst = random().nextBoolean();
      twice.add(i, lesserFirst ? lesser : estimates[i]);
      twice.add(i, lesserFirst ? estimates[i] : lesser);
      once.add(i, estimates[i]);
      assertEquals(once.floor().value(), twice.floor().value(), 0f);
    }
    assertArrayEquals(ordinals(once), ordinals(twice));
  }

  /** What others have found counts once there are enough of its own. */
  public void testSharedFloor() throws IOException {
    try (OpenSegment segment = new OpenSegment(50, 1)) {
      SharedFloor shared = new SharedFloor(random().nextInt(1, 20));
      MarginCandidates candidates = new MarginCandidates(k);
      candidates.setMargin(margin);
      candidates.share(segment.share(shared, 0, random().nextBoolean()));
      float others = estimates.length == 0 ? 1000 : estimates[random().nextInt(estimates.length)];
      for (int i = 0; i < shared.k() + SearchPlan.SPARE; i++) {
        shared.offer(1_000_000 + i, segment.scale.similarity(others));
      }
      for (int i = 0; i < estimates.length; i++) {
        float own = candidates.floor().value();
        float threshold = candidates.threshold();
        if (own == Float.NEGATIVE_INFINITY) {
          assertEquals(own, threshold, 0);
        } else {
          assertTrue(threshold <= Math.max(own, candidates.floorValue()) - margin);
          assertTrue(candidates.floorValue() >= others - 1e-2f);
        }
        if (estimates[i] > threshold) {
          candidates.add(i, estimates[i]);
        }
      }
      Set<Integer> kept = Arrays.stream(ordinals(candidates)).boxed().collect(Collectors.toSet());
      for (long key : candidates.floor().keys()) {
        boolean near = Candidates.estimate(key) > candidates.threshold();
        assertEquals(near, kept.contains(Candidates.ordinal(key)));
      }
    }
  }
}
