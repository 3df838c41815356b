// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;

/**
 * A segment with clusters that is being merged, and that the merged segment's could go on from.
 *
 * @param entry the entry of its field
 * @param index the file that has its index part
 * @param data the file that has its records
 * @param values its vectors
 * @param documents where its documents are in the merged segment; -1 for those deleted
 */
public record MergeBase(
    FieldEntry entry,
    IndexInput index,
    IndexInput data,
    KnnVectorValues values,
    MergeState.DocMap documents) {

  /** Whether the clusters are such as a build with the parameters would make. */
  public boolean fits(LorannParameters parameters) {
    ClustersEntry clusters = entry.clusters();
    int s = clusters.layout().dimensions();
    return clusters.vectorsPerCluster() == parameters.vectorsPerCluster()
        && clusters.history().dimensionsAsked() == parameters.projectedDimensions()
        && clusters.layout().rank() == Math.min(parameters.rank(), s)
        && clusters.layout().bits() == parameters.codeBits();
  }

  /** How many of its vectors the merged segment has. */
  public int survivors() throws IOException {
    int survivors = 0;
    KnnVectorValues.DocIndexIterator docs = values.copy().iterator();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      survivors += documents.get(doc) >= 0 ? 1 : 0;
    }
    return survivors;
  }
}
