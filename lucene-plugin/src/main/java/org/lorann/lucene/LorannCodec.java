// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/**
 * Lucene's default codec with all vector fields in {@link LorannVectorsFormat}:
 *
 * <pre>{@code
 * IndexWriterConfig config = new IndexWriterConfig().setCodec(new LorannCodec());
 * }</pre>
 *
 * <p>To choose a format per field, override {@code getKnnVectorsFormatForField} of Lucene's own
 * codec instead; its segments then need no other codec than Lucene's to be read.
 *
 * @lucene.experimental
 */
public final class LorannCodec extends FilterCodec {

  /** The name under which segments remember this codec. It never changes. */
  public static final String NAME = "Lorann1Codec";

  private final KnnVectorsFormat knnVectorsFormat;

  /** A codec with the default parameters. Also what Lucene creates to read segments. */
  public LorannCodec() {
    this(LorannParameters.DEFAULT);
  }

  /**
   * A codec with the given parameters.
   *
   * @param parameters how all vector fields are indexed
   */
  public LorannCodec(LorannParameters parameters) {
    this(new LorannVectorsFormat(parameters));
  }

  private LorannCodec(LorannVectorsFormat format) {
    super(NAME, defaultCodec());
    this.knnVectorsFormat =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
  }

  private static Codec defaultCodec() {
    return new Lucene104Codec();
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return knnVectorsFormat;
  }
}
