// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import java.io.IOException;
import java.util.Map;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * What one copy of a shard answers.
 *
 * @param shard which copy it is, and where
 * @param statistics the document of {@link org.lorann.host.ShardStatistics}
 */
record ShardStats(ShardRouting shard, Map<String, Object> statistics)
    implements Writeable, ToXContentObject {

  static ShardStats read(StreamInput in) throws IOException {
    return new ShardStats(new ShardRouting(in), in.readMap());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    shard.writeTo(out);
    out.writeMap(statistics);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject();
    builder.field("node", shard.currentNodeId());
    builder.field("primary", shard.primary());
    for (Map.Entry<String, Object> part : statistics.entrySet()) {
      builder.field(part.getKey(), part.getValue());
    }
    return builder.endObject();
  }
}
