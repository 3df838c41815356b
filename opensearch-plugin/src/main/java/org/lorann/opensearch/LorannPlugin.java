// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.lorann.opensearch.codec.LorannCodecService;
import org.lorann.opensearch.mapper.LorannVectorFieldMapper;
import org.lorann.opensearch.query.LorannQueryBuilder;
import org.lorann.opensearch.stats.RestStatsAction;
import org.lorann.opensearch.stats.StatsAction;
import org.lorann.opensearch.stats.TransportStatsAction;
import org.opensearch.action.ActionRequest;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.node.DiscoveryNodes;
import org.opensearch.common.settings.ClusterSettings;
import org.opensearch.common.settings.IndexScopedSettings;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.settings.SettingsFilter;
import org.opensearch.core.action.ActionResponse;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecServiceFactory;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.EnginePlugin;
import org.opensearch.plugins.MapperPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;
import org.opensearch.rest.RestController;
import org.opensearch.rest.RestHandler;

/** Tells OpenSearch what the plugin adds to it. */
public final class LorannPlugin extends Plugin
    implements EnginePlugin, MapperPlugin, SearchPlugin, ActionPlugin {

  /** Creates the plugin; OpenSearch does so when a node starts. */
  public LorannPlugin() {}

  @Override
  public List<Setting<?>> getSettings() {
    return List.of(LorannIndexSetting.SETTING);
  }

  @Override
  public Optional<CodecServiceFactory> getCustomCodecServiceFactory(IndexSettings index) {
    return LorannIndexSetting.isOn(index.getSettings())
        ? Optional.of(LorannCodecService::new)
        : Optional.empty();
  }

  @Override
  public Map<String, Mapper.TypeParser> getMappers() {
    return Map.of(LorannVectorFieldMapper.CONTENT_TYPE, LorannVectorFieldMapper.PARSER);
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(
        new QuerySpec<>(
            LorannQueryBuilder.NAME, LorannQueryBuilder::new, LorannQueryBuilder::fromXContent));
  }

  @Override
  public List<ActionHandler<? extends ActionRequest, ? extends ActionResponse>> getActions() {
    return List.of(new ActionHandler<>(StatsAction.INSTANCE, TransportStatsAction.class));
  }

  @Override
  public List<RestHandler> getRestHandlers(
      Settings settings,
      RestController controller,
      ClusterSettings clusterSettings,
      IndexScopedSettings indexSettings,
      SettingsFilter filter,
      IndexNameExpressionResolver names,
      Supplier<DiscoveryNodes> nodes) {
    return List.of(new RestStatsAction());
  }
}
