// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.util.List;
import java.util.Optional;
import org.opensearch.common.settings.Setting;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.codec.CodecServiceFactory;
import org.opensearch.plugins.EnginePlugin;
import org.opensearch.plugins.Plugin;

/**
 * Stands for the k-NN plugin, of which there is no release for this server in Maven Central: has
 * its setting, and claims the codec of an index that has it, as k-NN does.
 */
public final class KnnStandIn extends Plugin implements EnginePlugin {

  private static final Setting<Boolean> KNN =
      Setting.boolSetting("index.knn", false, Setting.Property.IndexScope, Setting.Property.Final);

  /** Created by the server. */
  public KnnStandIn() {}

  @Override
  public List<Setting<?>> getSettings() {
    return List.of(KNN);
  }

  @Override
  public Optional<CodecServiceFactory> getCustomCodecServiceFactory(IndexSettings index) {
    return index.getValue(KNN)
        ? Optional.of(
            config ->
                new CodecService(
                    config.getMapperService(),
                    config.getIndexSettings(),
                    config.getLogger(),
                    config.getAdditionalCodecs()))
        : Optional.empty();
  }
}
