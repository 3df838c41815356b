// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.codec;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.opensearch.index.mapper.MapperService;

/** A codec of OpenSearch, under its own name, that differs in the vectors of our fields only. */
final class PerFieldCodec extends FilterCodec {

  private final KnnVectorsFormat vectors;

  PerFieldCodec(Codec stock, MapperService mappers) {
    super(stock.getName(), stock);
    this.vectors = new PerFieldVectorsFormat(stock.knnVectorsFormat(), mappers::fieldType);
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }
}
