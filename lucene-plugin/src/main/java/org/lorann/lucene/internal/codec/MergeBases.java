// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.build.MergeBase;

/** Finds among the segments of a merge the one to go on from. */
final class MergeBases {

  private MergeBases() {}

  /**
   * Returns the segment most of whose vectors stay, among those with clusters such as a build with
   * the parameters would make.
   *
   * @return null if there is no such segment
   */
  static MergeBase largest(MergeState merge, FieldInfo field, LorannParameters parameters)
      throws IOException {
    MergeBase largest = null;
    int most = 0;
    for (int i = 0; i < merge.knnVectorsReaders.length; i++) {
      LorannVectorsReader reader = LorannVectorsReader.find(merge.knnVectorsReaders[i], field.name);
      MergeBase base = reader == null ? null : reader.mergeBase(field.name, merge.docMaps[i]);
      if (base != null && base.fits(parameters) && base.entry().size() > most) {
        int survivors = base.survivors();
        if (survivors > most) {
          largest = base;
          most = survivors;
        }
      }
    }
    return largest;
  }
}
