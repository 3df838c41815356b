// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.stats;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReaderContext;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ActionType;
import org.elasticsearch.action.support.ActionFilters;
import org.elasticsearch.action.support.broadcast.node.TransportBroadcastByNodeAction;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.block.ClusterBlockException;
import org.elasticsearch.cluster.block.ClusterBlockLevel;
import org.elasticsearch.cluster.metadata.IndexMetadata;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.metadata.ProjectMetadata;
import org.elasticsearch.cluster.project.ProjectResolver;
import org.elasticsearch.cluster.routing.ShardRouting;
import org.elasticsearch.cluster.routing.ShardsIterator;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.index.engine.Engine;
import org.elasticsearch.index.shard.IndexShard;
import org.elasticsearch.indices.IndicesService;
import org.elasticsearch.injection.guice.Inject;
import org.elasticsearch.tasks.Task;
import org.elasticsearch.threadpool.ThreadPool;
import org.elasticsearch.transport.TransportService;
import org.lorann.elasticsearch.LorannSettings;
import org.lorann.host.ShardStatistics;

/**
 * Asks every copy of every shard of the indices of a request for our format. Without any, those are
 * asked that name fields, so as not to open the shards of a whole cluster.
 */
public final class TransportStatsAction
    extends TransportBroadcastByNodeAction<StatsRequest, StatsResponse, ShardStats, Void> {

  /** The name of the action, for nodes and for access control. */
  public static final ActionType<StatsResponse> TYPE =
      new ActionType<>("indices:monitor/lorann/stats");

  private final IndicesService indices;
  private final ProjectResolver projects;

  /**
   * Creates the action; the server does so when a node starts.
   *
   * @param clusterService knows where shards are
   * @param transportService connects to other nodes
   * @param indices knows the shards of this node
   * @param projects knows the project of a request
   * @param filters of actions in general
   * @param names resolves names of indices
   */
  @Inject
  public TransportStatsAction(
      ClusterService clusterService,
      TransportService transportService,
      IndicesService indices,
      ProjectResolver projects,
      ActionFilters filters,
      IndexNameExpressionResolver names) {
    super(
        TYPE.name(),
        clusterService,
        transportService,
        filters,
        names,
        StatsRequest::new,
        transportService.getThreadPool().executor(ThreadPool.Names.MANAGEMENT));
    this.indices = indices;
    this.projects = projects;
  }

  @Override
  protected ShardsIterator shards(
      ClusterState state, StatsRequest request, String[] concreteIndices) {
    ProjectMetadata metadata = projects.getProjectMetadata(state);
    String[] asked =
        Arrays.stream(concreteIndices)
            .filter(name -> request.namesIndices() || namesFields(metadata.index(name)))
            .toArray(String[]::new);
    return state.routingTable(projects.getProjectId()).allShards(asked);
  }

  private static boolean namesFields(IndexMetadata index) {
    return LorannSettings.FIELDS.get(index.getSettings()).isEmpty() == false;
  }

  @Override
  protected void shardOperation(
      StatsRequest request,
      ShardRouting shard,
      Task task,
      Void context,
      ActionListener<ShardStats> listener) {
    ActionListener.completeWith(listener, () -> statsOf(shard));
  }

  private ShardStats statsOf(ShardRouting shard) throws IOException {
    IndexShard copy = indices.indexServiceSafe(shard.index()).getShard(shard.id());
    try (Engine.Searcher searcher = copy.acquireSearcher("lorann_stats")) {
      return new ShardStats(
          copy.routingEntry(),
          ShardStatistics.of(
              searcher.getIndexReader().leaves().stream().map(LeafReaderContext::reader).toList()));
    }
  }

  @Override
  protected ResponseFactory<StatsResponse, ShardStats> getResponseFactory(
      StatsRequest request, ClusterState state) {
    return (total, successful, failed, results, failures) ->
        new StatsResponse(total, successful, failed, failures, results);
  }

  @Override
  protected ShardStats readShardResult(StreamInput in) throws IOException {
    return ShardStats.read(in);
  }

  @Override
  protected StatsRequest readRequestFrom(StreamInput in) throws IOException {
    return new StatsRequest(in);
  }

  @Override
  protected ClusterBlockException checkGlobalBlock(ClusterState state, StatsRequest request) {
    return state.blocks().globalBlockedException(ClusterBlockLevel.METADATA_READ);
  }

  @Override
  protected ClusterBlockException checkRequestBlock(
      ClusterState state, StatsRequest request, String[] concreteIndices) {
    return state
        .blocks()
        .indicesBlockedException(
            projects.getProjectId(), ClusterBlockLevel.METADATA_READ, concreteIndices);
  }
}
