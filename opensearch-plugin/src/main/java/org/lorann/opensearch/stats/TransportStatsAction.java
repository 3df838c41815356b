// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.lorann.host.ShardStatistics;
import org.lorann.opensearch.LorannIndexSetting;
import org.opensearch.action.support.ActionFilters;
import org.opensearch.action.support.broadcast.node.TransportBroadcastByNodeAction;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.block.ClusterBlockException;
import org.opensearch.cluster.block.ClusterBlockLevel;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.routing.ShardsIterator;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.inject.Inject;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.index.engine.Engine;
import org.opensearch.index.shard.IndexShard;
import org.opensearch.indices.IndicesService;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.TransportService;

/** Asks every copy of every shard of the indexes that have our setting. */
public final class TransportStatsAction
    extends TransportBroadcastByNodeAction<StatsRequest, StatsResponse, ShardStats> {

  private final IndicesService indices;

  /**
   * Creates the action; OpenSearch does so when a node starts.
   *
   * @param clusterService knows where shards are
   * @param transportService connects to other nodes
   * @param indices knows the shards of this node
   * @param filters of actions in general
   * @param names resolves names of indexes
   */
  @Inject
  public TransportStatsAction(
      ClusterService clusterService,
      TransportService transportService,
      IndicesService indices,
      ActionFilters filters,
      IndexNameExpressionResolver names) {
    super(
        StatsAction.NAME,
        clusterService,
        transportService,
        filters,
        names,
        StatsRequest::new,
        ThreadPool.Names.MANAGEMENT);
    this.indices = indices;
  }

  @Override
  protected ShardsIterator shards(
      ClusterState state, StatsRequest request, String[] concreteIndices) {
    String[] ours =
        Arrays.stream(concreteIndices)
            .filter(index -> LorannIndexSetting.isOn(state.metadata().index(index).getSettings()))
            .toArray(String[]::new);
    return state.routingTable().allShards(ours);
  }

  @Override
  protected ShardStats shardOperation(StatsRequest request, ShardRouting shard) throws IOException {
    IndexShard copy = indices.indexServiceSafe(shard.index()).getShard(shard.id());
    try (Engine.Searcher searcher = copy.acquireSearcher("lorann_stats")) {
      return new ShardStats(
          copy.routingEntry(),
          ShardStatistics.of(
              searcher.getIndexReader().leaves().stream().map(LeafReaderContext::reader).toList()));
    }
  }

  @Override
  protected StatsResponse newResponse(
      StatsRequest request,
      int total,
      int successful,
      int failed,
      List<ShardStats> results,
      List<DefaultShardOperationFailedException> failures,
      ClusterState state) {
    return new StatsResponse(total, successful, failed, failures, results);
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
    return state.blocks().indicesBlockedException(ClusterBlockLevel.METADATA_READ, concreteIndices);
  }
}
