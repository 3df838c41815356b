// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.internal.FieldFixture;

public class TestStagedInts extends LuceneTestCase {

  public void testBitsAreListedInOrder() throws IOException {
    FixedBitSet bits = new FixedBitSet(randomIntBetween(0, 1_000));
    for (int i = 0; i < bits.length(); i++) {
      if (random().nextInt(3) == 0) {
        bits.set(i);
      }
    }
    try (Directory directory = newDirectory();
        Staging staging = new Staging(FieldFixture.state(directory), "test")) {
      StagedInts ints = StagedInts.of(bits, staging);
      assertEquals(bits.cardinality(), ints.size());
      int bit = -1;
      for (int i = 0; i < ints.size(); i++) {
        bit = bits.nextSetBit(bit + 1);
        assertEquals(bit, ints.get(i));
      }
      if (ints.size() > 0) {
        int index = random().nextInt(ints.size());
        assertEquals(ints.get(index), ints.copy().get(index));
      }
    }
  }
}
