// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class TestLengthBatches {

  @Test
  public void everyTextIsInOneBatchOfItsLength() {
    long[][] tokens = new long[1000][];
    Random random = new Random(1);
    Arrays.setAll(tokens, i -> new long[1 + random.nextInt(60)]);
    boolean[] seen = new boolean[tokens.length];
    for (int[] batch : LengthBatches.of(tokens)) {
      int length = tokens[batch[0]].length;
      assertTrue(batch.length * length <= 256);
      for (int text : batch) {
        assertEquals(length, tokens[text].length);
        assertTrue("in two batches: " + text, !seen[text]);
        seen[text] = true;
      }
    }
    for (boolean each : seen) {
      assertTrue(each);
    }
  }

  @Test
  public void longTextsComeFirst() {
    List<int[]> batches = LengthBatches.of(new long[][] {new long[3], new long[9], new long[3]});
    assertEquals(2, batches.size());
    assertArrayEquals(new int[] {1}, batches.get(0));
    assertArrayEquals(new int[] {0, 2}, batches.get(1));
  }

  @Test
  public void aTextLongerThanABatchStandsAlone() {
    List<int[]> batches = LengthBatches.of(new long[][] {new long[300], new long[300]});
    assertEquals(2, batches.size());
  }

  @Test
  public void nothingGivesNoBatch() {
    assertEquals(0, LengthBatches.of(new long[0][]).size());
  }
}
