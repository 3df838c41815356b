// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.stats;

import java.io.IOException;
import java.util.List;
import org.elasticsearch.action.support.DefaultShardOperationFailedException;
import org.elasticsearch.action.support.broadcast.BroadcastResponse;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.xcontent.XContentBuilder;
import org.lorann.host.CopyStatistics;

/** What all shards answer, by index and number of the shard. Never sent to another node. */
final class StatsResponse extends BroadcastResponse {

  private final List<ShardStats> shards;

  StatsResponse(
      int total,
      int successful,
      int failed,
      List<DefaultShardOperationFailedException> failures,
      List<ShardStats> shards) {
    super(total, successful, failed, failures);
    this.shards = shards;
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    out.writeCollection(shards);
  }

  @Override
  protected void addCustomXContentFields(XContentBuilder builder, Params params)
      throws IOException {
    builder.field(
        "indices", CopyStatistics.byIndex(shards.stream().map(ShardStats::copy).toList()));
  }
}
