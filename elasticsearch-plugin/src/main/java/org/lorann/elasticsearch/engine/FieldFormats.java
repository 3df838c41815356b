// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.mapper.MapperService;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.DenseVectorFieldType;
import org.elasticsearch.index.shard.ShardId;
import org.lorann.elasticsearch.LorannSettings;
import org.lorann.host.Tunable;
import org.lorann.lucene.LorannVectorsFormat;

/**
 * Chooses our format, and its parameters, for the fields of a shard. Asked at every flush and every
 * merge, so that segments written after a change of mapping or settings follow the change.
 */
final class FieldFormats {

  private static final Logger LOGGER = LogManager.getLogger(FieldFormats.class);

  private final ShardId shard;
  private final MapperService mappings;
  private final TargetRecall targetRecall;

  /**
   * Lucene writes a set of files for every format object, so that equal ones are to be the same.
   */
  private final Map<Map<Tunable, String>, KnnVectorsFormat> formats = new ConcurrentHashMap<>();

  /** What was logged, for it to be logged once. */
  private final Set<String> obstacles = ConcurrentHashMap.newKeySet();

  FieldFormats(ShardId shard, MapperService mappings, TargetRecall targetRecall) {
    this.shard = shard;
    this.mappings = mappings;
    this.targetRecall = targetRecall;
  }

  /** Our format, or null if the field is to have the server's. */
  KnnVectorsFormat formatOf(String field) {
    Settings settings = mappings.getIndexSettings().getSettings();
    if (LorannSettings.names(settings, field) == false
        || mappings.fieldType(field) instanceof DenseVectorFieldType == false) {
      return null;
    }
    String obstacle = Eligibility.obstacle((DenseVectorFieldType) mappings.fieldType(field));
    if (obstacle != null) {
      report(field, obstacle);
      return null;
    }
    return formats.computeIfAbsent(
        parametersOf(field, settings),
        parameters -> new LorannVectorsFormat(Tunable.parameters(parameters)));
  }

  private void report(String field, String obstacle) {
    if (obstacles.add(field + obstacle)) {
      LOGGER.warn(
          "{} the field [{}] is in [{}], but keeps the stock vectors format: {}",
          shard,
          field,
          LorannSettings.FIELDS.getKey(),
          obstacle);
    }
  }

  private Map<Tunable, String> parametersOf(String field, Settings settings) {
    Map<Tunable, String> parameters = new EnumMap<>(Tunable.class);
    for (Tunable tunable : Tunable.values()) {
      String value = LorannSettings.of(field, tunable).get(settings);
      if (value.isEmpty() == false) {
        parameters.put(tunable, value);
      }
    }
    Double recall = targetRecall.of(field);
    if (recall != null) {
      parameters.put(Tunable.TARGET_RECALL, recall.toString());
    }
    return parameters;
  }
}
