// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import java.io.IOException;
import java.util.List;
import org.lorann.host.CopyStatistics;
import org.opensearch.action.support.broadcast.BroadcastResponse;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;

/** What all shards answer, by index and number of the shard. */
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

  StatsResponse(StreamInput in) throws IOException {
    super(in);
    this.shards = in.readList(ShardStats::read);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    out.writeList(shards);
  }

  @Override
  protected void addCustomXContentFields(XContentBuilder builder, Params params)
      throws IOException {
    builder.field(
        "indices", CopyStatistics.byIndex(shards.stream().map(ShardStats::copy).toList()));
  }
}
