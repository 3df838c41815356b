// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.lorann.host.Tunable;
import org.lorann.lucene.LorannVectorsFormat;
import org.lorann.opensearch.mapper.LorannVectorFieldType;
import org.lorann.opensearch.mapper.Method;
import org.opensearch.index.mapper.MappedFieldType;

/**
 * Chooses a format for fields of our type by their method. It is asked for every field of every
 * flush and merge, so that parameters changed in the mapping hold for the segments written from
 * then on.
 */
final class PerFieldVectorsFormat extends PerFieldKnnVectorsFormat {

  private final KnnVectorsFormat stock;
  private final Function<String, MappedFieldType> mapping;

  /** Lucene writes a set of files for every format object: fields alike share one. */
  private final Map<Method, KnnVectorsFormat> formats = new ConcurrentHashMap<>();

  /**
   * Creates the format of a codec.
   *
   * @param stock what it has for all other fields
   * @param mapping the types of fields by name
   */
  PerFieldVectorsFormat(KnnVectorsFormat stock, Function<String, MappedFieldType> mapping) {
    this.stock = stock;
    this.mapping = mapping;
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return mapping.apply(field) instanceof LorannVectorFieldType type
        ? formats.computeIfAbsent(type.method(), method -> format(method, field))
        : stock(field);
  }

  private KnnVectorsFormat format(Method method, String field) {
    return switch (method.name()) {
      case LORANN -> new LorannVectorsFormat(Tunable.parameters(method.tunables()));
      case HNSW -> new WideVectorsFormat(stock(field));
    };
  }

  private KnnVectorsFormat stock(String field) {
    return stock instanceof PerFieldKnnVectorsFormat perField
        ? perField.getKnnVectorsFormatForField(field)
        : stock;
  }
}
