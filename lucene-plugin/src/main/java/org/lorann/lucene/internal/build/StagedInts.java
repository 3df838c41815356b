// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.FixedBitSet;

/** A list of ints in a temporary file. For one thread; others take a {@link #copy}. */
final class StagedInts {

  private final IndexInput in;

  /** Takes the ints that a whole file consists of. */
  StagedInts(IndexInput in) {
    this.in = in.clone();
  }

  /** Writes the bits that are set, ascending, and returns them as a list. */
  static StagedInts of(FixedBitSet bits, Staging staging) throws IOException {
    IndexOutput out = staging.out();
    for (int i = next(bits, 0); i != DocIdSetIterator.NO_MORE_DOCS; i = next(bits, i + 1)) {
      out.writeInt(i);
    }
    return new StagedInts(staging.in());
  }

  private static int next(FixedBitSet bits, int from) {
    return from < bits.length() ? bits.nextSetBit(from) : DocIdSetIterator.NO_MORE_DOCS;
  }

  /** An independent view for another thread. */
  StagedInts copy() {
    return new StagedInts(in);
  }

  int size() {
    return Math.toIntExact(in.length() / Integer.BYTES);
  }

  int get(int index) throws IOException {
    in.seek((long) index * Integer.BYTES);
    return in.readInt();
  }
}
