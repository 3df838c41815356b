// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.internal.FieldFixture;

public class TestSurvivors extends LuceneTestCase {

  /** Vectors of one dimension, of which those of some documents are there. */
  private static final class Sparse extends FloatVectorValues {
    private final int[] docs;

    Sparse(int[] docs) {
      this.docs = docs;
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public int size() {
      return docs.length;
    }

    @Override
    public int ordToDoc(int ordinal) {
      return docs[ordinal];
    }

    @Override
    public float[] vectorValue(int ordinal) {
      return new float[] {docs[ordinal]};
    }

    @Override
    public FloatVectorValues copy() {
      return this;
    }

    @Override
    public DocIndexIterator iterator() {
      return createSparseIterator();
    }
  }

  /** Documents with and without vectors, deleted ones, and sorting. */
  public void testOrdinalsFollowTheirDocuments() throws IOException {
    int maxDoc = randomIntBetween(1, 300);
    int otherDocs = randomIntBetween(0, 100);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < maxDoc + otherDocs; i++) {
      places.add(i);
    }
    if (random().nextBoolean()) {
      Collections.shuffle(places, random());
    }
    // Where each document of the base goes; merged documents have vectors if theirs had.
    int[] newDocs = new int[maxDoc];
    List<Integer> withVector = new ArrayList<>();
    TreeMap<Integer, Integer> merged = new TreeMap<>();
    for (int doc = 0; doc < maxDoc; doc++) {
      newDocs[doc] = random().nextInt(5) == 0 ? -1 : places.get(doc);
      if (random().nextInt(4) > 0) {
        withVector.add(doc);
        if (newDocs[doc] >= 0) {
          merged.put(newDocs[doc], withVector.size() - 1);
        }
      }
    }
    for (int i = maxDoc; i < places.size(); i++) {
      if (random().nextBoolean()) {
        merged.put(places.get(i), -1);
      }
    }
    int[] mergedDocs = merged.keySet().stream().mapToInt(i -> i).toArray();
    MergeBase base =
        new MergeBase(
            null,
            null,
            null,
            new Sparse(withVector.stream().mapToInt(i -> i).toArray()),
            doc -> newDocs[doc]);
    try (Directory directory = newDirectory();
        Staging staging = new Staging(FieldFixture.state(directory), "test")) {
      Survivors survivors =
          Survivors.of(base, new Sparse(mergedDocs), staging, new Workers(null, () -> {}));
      int[] ordinals = new int[withVector.size()];
      Arrays.setAll(ordinals, i -> i);
      survivors.translate(ordinals);
      FixedBitSet arrivals = survivors.arrivals();
      int count = 0;
      for (int i = 0; i < ordinals.length; i++) {
        int newDoc = newDocs[withVector.get(i)];
        int expected = newDoc < 0 ? -1 : Arrays.binarySearch(mergedDocs, newDoc);
        assertEquals(expected, ordinals[i]);
        count += expected < 0 ? 0 : 1;
      }
      assertEquals(count, survivors.count());
      assertEquals(count, base.survivors());
      assertEquals(mergedDocs.length, survivors.total());
      for (int i = 0; i < mergedDocs.length; i++) {
        assertEquals(merged.get(mergedDocs[i]) < 0, arrivals.get(i));
      }
    }
  }
}
