// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    builder.startObject("indices");
    for (Map.Entry<String, List<ShardStats>> index : byIndex().entrySet()) {
      builder.startObject(index.getKey()).startObject("shards");
      for (Map.Entry<Integer, List<ShardStats>> copies : byNumber(index.getValue()).entrySet()) {
        builder.startArray(copies.getKey().toString());
        for (ShardStats copy : copies.getValue()) {
          copy.toXContent(builder, params);
        }
        builder.endArray();
      }
      builder.endObject().endObject();
    }
    builder.endObject();
  }

  private Map<String, List<ShardStats>> byIndex() {
    return shards.stream()
        .collect(
            Collectors.groupingBy(
                stats -> stats.shard().getIndexName(), TreeMap::new, Collectors.toList()));
  }

  private static Map<Integer, List<ShardStats>> byNumber(List<ShardStats> ofIndex) {
    return ofIndex.stream()
        .collect(
            Collectors.groupingBy(stats -> stats.shard().id(), TreeMap::new, Collectors.toList()));
  }
}
