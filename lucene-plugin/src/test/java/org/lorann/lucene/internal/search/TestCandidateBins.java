// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestCandidateBins extends LuceneTestCase {

  public void testEveryCandidateIsInTheBinOfItsDistance() {
    int size = random().nextInt(500);
    float floor = random().nextFloat();
    float unit = 0.01f + random().nextFloat();
    long[] keys = new long[size + random().nextInt(10)];
    long[] expected = new long[size];
    for (int i = 0; i < size; i++) {
      int ordinal = random().nextInt(Integer.MAX_VALUE);
      float estimate = floor + 8 * unit * (float) random().nextGaussian();
      keys[i] = Candidates.key(ordinal, estimate);
      int bin = Reranking.bin((floor - estimate) / unit);
      expected[i] = (long) ordinal << 32 | bin;
    }
    CandidateBins bins = new CandidateBins(keys, size, floor, unit);
    assertEquals(size, IntStream.of(bins.counts()).sum());
    int last = LongStream.of(expected).mapToInt(key -> (int) key).max().orElse(-1);
    assertEquals(last + 1, bins.end());
    int middle = random().nextInt(Reranking.BINS);
    assertBins(expected, bins, 0, middle);
    assertBins(expected, bins, middle, Reranking.BINS);
  }

  private static void assertBins(long[] keys, CandidateBins bins, int from, int to) {
    long[] expected =
        LongStream.of(keys).filter(key -> (int) key >= from && (int) key < to).sorted().toArray();
    assertArrayEquals(expected, bins.byOrdinal(from, to));
    assertEquals(expected.length, IntStream.of(bins.counts()).skip(from).limit(to - from).sum());
  }
}
