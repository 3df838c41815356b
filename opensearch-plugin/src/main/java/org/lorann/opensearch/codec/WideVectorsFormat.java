// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.codec;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.lorann.lucene.LorannVectorsFormat;

/**
 * A format of Lucene, under its own name, for vectors as wide as ours may be. Lucene's limit is not
 * one of its files: codecs are free to have another.
 */
final class WideVectorsFormat extends KnnVectorsFormat {

  private final KnnVectorsFormat format;

  WideVectorsFormat(KnnVectorsFormat format) {
    super(format.getName());
    this.format = format;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return format.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return format.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return LorannVectorsFormat.MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return format.toString();
  }
}
