// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.lorann.lucene.internal.codec.LorannVectorsReader;
import org.lorann.lucene.internal.codec.LorannVectorsWriter;

/**
 * TODO layout.
 *
 * @lucene.experimental
 */
public final class LorannVectorsFormat extends KnnVectorsFormat {

  /** The name under which segments remember this format. It never changes. */
  public static final String NAME = "Lorann1";

  /** Vectors may have this many dimensions. */
  public static final int MAX_DIMENSIONS = 4_096;

  private static final FlatVectorsFormat FLAT_FORMAT =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

  private final LorannParameters parameters;

  /** A format with the default parameters. Also what Lucene creates to read segments. */
  public LorannVectorsFormat() {
    this(LorannParameters.DEFAULT);
  }

  /** A format with the given parameters. */
  public LorannVectorsFormat(LorannParameters parameters) {
    super(NAME);
    this.parameters = Objects.requireNonNull(parameters, "parameters");
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return new LorannVectorsWriter(state, parameters, FLAT_FORMAT);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new LorannVectorsReader(state, FLAT_FORMAT);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME + "(" + parameters + ")";
  }
}
