// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.FixedBitSet;

/**
 * Where the vectors of a base are in the merged segment. The map is in a temporary file, in memory
 * there is one bit per vector.
 */
final class Survivors {

  /** Stands for a vector that is not in the merged segment. */
  static final int GONE = -1;

  private final StagedInts ordinals;
  private final FixedBitSet bits;

  /**
   * Takes a map that was written.
   *
   * @param ordinals for each vector of the base its ordinal in the merged segment, or -1
   * @param bits the ordinals that there are
   */
  private Survivors(StagedInts ordinals, FixedBitSet bits) {
    this.ordinals = ordinals;
    this.bits = bits;
  }

  /** Writes the map from a base to the merged vectors. */
  static Survivors of(MergeBase base, KnnVectorValues merged, Staging staging, Workers workers)
      throws IOException {
    FixedBitSet bits = new FixedBitSet(merged.size());
    IndexOutput out = staging.out();
    KnnVectorValues.DocIndexIterator docs = base.values().copy().iterator();
    int ordinal = GONE;
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      workers.checkAborted();
      int mergedDoc = base.documents().get(doc);
      if (mergedDoc >= 0) {
        ordinal = find(merged, mergedDoc, ordinal + 1);
        bits.set(ordinal);
      }
      out.writeInt(mergedDoc >= 0 ? ordinal : GONE);
    }
    return new Survivors(new StagedInts(staging.in()), bits);
  }

  /** The ordinal of a document that has a vector; mostly, but in sorted indexes, the expected. */
  private static int find(KnnVectorValues merged, int doc, int expected) {
    if (expected < merged.size() && merged.ordToDoc(expected) == doc) {
      return expected;
    }
    int low = 0;
    int high = merged.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (merged.ordToDoc(middle) < doc) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    assert merged.ordToDoc(low) == doc : "no vector of document " + doc;
    return low;
  }

  /** How many there are. */
  int count() {
    return bits.cardinality();
  }

  /** How many vectors the merged segment has. */
  int total() {
    return bits.length();
  }

  /** The merged segment's vectors that do not come from the base. */
  FixedBitSet arrivals() {
    FixedBitSet others = bits.clone();
    others.flip(0, others.length());
    return others;
  }

  /** Replaces ordinals of the base by those of the merged segment, or {@link #GONE}. */
  void translate(int[] baseOrdinals) throws IOException {
    StagedInts map = ordinals.copy();
    for (int i = 0; i < baseOrdinals.length; i++) {
      baseOrdinals[i] = map.get(baseOrdinals[i]);
    }
  }
}
