// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.lorann.host.Tunable;
import org.lorann.lucene.LorannVectorsFormat;
import org.lorann.opensearch.mapper.LorannVectorFieldType;
import org.opensearch.index.mapper.MapperService;

/**
 * Chooses our format for fields of our type. It is asked for every field of every flush and merge,
 * so that parameters changed in the mapping hold for the segments written from then on.
 */
final class PerFieldVectorsFormat extends PerFieldKnnVectorsFormat {

  private final KnnVectorsFormat stock;
  private final MapperService mappers;

  /** Lucene writes a set of files for every format object: fields alike share one. */
  private final Map<Map<Tunable, Object>, KnnVectorsFormat> formats = new ConcurrentHashMap<>();

  PerFieldVectorsFormat(KnnVectorsFormat stock, MapperService mappers) {
    this.stock = stock;
    this.mappers = mappers;
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    if (mappers.fieldType(field) instanceof LorannVectorFieldType type) {
      return formats.computeIfAbsent(
          type.tunables(), tunables -> new LorannVectorsFormat(Tunable.parameters(tunables)));
    }
    return stock instanceof PerFieldKnnVectorsFormat perField
        ? perField.getKnnVectorsFormatForField(field)
        : stock;
  }
}
