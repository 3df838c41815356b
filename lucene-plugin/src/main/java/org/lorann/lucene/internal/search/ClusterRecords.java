// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.IndexLayout;
import org.lorann.lucene.internal.kernel.MatrixInput;

/** Finds the records of clusters in the data file. One at a time is open. */
final class ClusterRecords {

  private final ClustersEntry clusters;
  private final ClusterLayout layout;
  private final IndexLayout indexLayout;
  private final MatrixInput index;
  private final MatrixInput data;
  private final int maxOrdinal;

  private long position;
  private long ordinals;
  private int size;

  ClusterRecords(FieldEntry entry, MatrixInput index, MatrixInput data) {
    this.maxOrdinal = entry.size();
    this.clusters = entry.clusters();
    this.layout = clusters.layout();
    this.indexLayout = clusters.indexLayout();
    this.index = index;
    this.data = data;
  }

  /** Moves to the record of a cluster and returns how many vectors it has. */
  int open(int cluster) throws IOException {
    long starts = clusters.indexOffset() + indexLayout.recordStarts();
    long sizes = clusters.indexOffset() + indexLayout.sizes();
    long start = index.readLong(starts + (long) cluster * Long.BYTES);
    size = index.readInt(sizes + (long) cluster * Integer.BYTES);
    if (size < 1
        || size > maxOrdinal
        || start < 0
        || start > clusters.dataLength() - layout.length(size)) {
      throw corrupt("record of cluster " + cluster + ": " + size + " vectors at " + start);
    }
    position = clusters.dataOffset() + start;
    ordinals = position + layout.ordinals(size);
    return size;
  }

  /** How many vectors the open record has. */
  int size() {
    return size;
  }

  /** Where it begins in the data file. */
  long position() {
    return position;
  }

  /** Where it ends, but for padding. */
  long end() {
    return ordinals + (long) size * Integer.BYTES;
  }

  /** The ordinal of one of its vectors. */
  int ordinal(int i) throws IOException {
    return checked(data.readInt(ordinals + (long) i * Integer.BYTES));
  }

  /** The ordinals of all its vectors. */
  int[] ordinals() throws IOException {
    int[] all = new int[size];
    data.readInts(ordinals, all, size);
    for (int ordinal : all) {
      checked(ordinal);
    }
    return all;
  }

  private int checked(int ordinal) throws IOException {
    if (ordinal < 0 || ordinal >= maxOrdinal) {
      throw corrupt("ordinal " + ordinal + " among " + maxOrdinal + " vectors");
    }
    return ordinal;
  }

  private CorruptIndexException corrupt(String what) {
    return new CorruptIndexException("invalid " + what, data.toString());
  }
}
