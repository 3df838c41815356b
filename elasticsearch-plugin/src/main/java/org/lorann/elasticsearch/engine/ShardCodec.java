// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/**
 * The server's codec, with our format for some vector fields. It goes by the same name, so that
 * segments are opened with the server's codec; that finds the format of each field by the name
 * stored with the field.
 */
final class ShardCodec extends FilterCodec {

  private final KnnVectorsFormat vectors;

  ShardCodec(Codec stock, FieldFormats ours) {
    super(stock.getName(), stock);
    this.vectors =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            KnnVectorsFormat format = ours.formatOf(field);
            return format == null ? stockFormat(stock, field) : format;
          }
        };
  }

  private static KnnVectorsFormat stockFormat(Codec stock, String field) {
    return stock.knnVectorsFormat() instanceof PerFieldKnnVectorsFormat perField
        ? perField.getKnnVectorsFormatForField(field)
        : stock.knnVectorsFormat();
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }
}
