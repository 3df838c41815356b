// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.settings.Setting;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.engine.EngineFactory;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.EnginePlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.SearchPlugin;
import org.elasticsearch.rest.RestHandler;
import org.lorann.elasticsearch.engine.EngineChoice;
import org.lorann.elasticsearch.engine.LorannEngine;
import org.lorann.elasticsearch.engine.TargetRecall;
import org.lorann.elasticsearch.query.LorannQueryBuilder;
import org.lorann.elasticsearch.stats.RestStatsAction;
import org.lorann.elasticsearch.stats.TransportStatsAction;

/**
 * Lets indices keep {@code dense_vector} fields in the format of Lorann. Mappings, documents and
 * {@code knn} searches stay as they are; an index asks for it with {@code index.lorann.fields}.
 */
public final class LorannPlugin extends Plugin implements EnginePlugin, SearchPlugin, ActionPlugin {

  private final TargetRecall.OfCluster clusterTargetRecall = new TargetRecall.OfCluster();

  /** Creates the plugin; the server does. */
  public LorannPlugin() {}

  @Override
  public List<Setting<?>> getSettings() {
    return LorannSettings.all();
  }

  @Override
  public Collection<?> createComponents(PluginServices services) {
    clusterTargetRecall.watch(services.clusterService().getClusterSettings());
    return List.of();
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(
        new QuerySpec<>(
            LorannQueryBuilder.NAME, LorannQueryBuilder::new, LorannQueryBuilder::fromXContent));
  }

  @Override
  public Collection<ActionHandler> getActions() {
    return List.of(new ActionHandler(TransportStatsAction.TYPE, TransportStatsAction.class));
  }

  @Override
  public Collection<RestHandler> getRestHandlers(
      RestHandlersServices services,
      Supplier<DiscoveryNodes> nodes,
      Predicate<NodeFeature> features) {
    return List.of(new RestStatsAction());
  }

  @Override
  public Optional<EngineFactory> getEngineFactory(IndexSettings settings) {
    return EngineChoice.isOurs(settings)
        ? Optional.of(config -> LorannEngine.create(config, clusterTargetRecall))
        : Optional.empty();
  }
}
