// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.stats;

import java.io.IOException;
import java.util.Map;
import org.elasticsearch.cluster.routing.ShardRouting;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;
import org.elasticsearch.xcontent.ToXContentObject;
import org.elasticsearch.xcontent.XContentBuilder;

/**
 * What one copy of a shard answers.
 *
 * @param shard which copy it is, and where
 * @param statistics the document of {@link org.lorann.host.ShardStatistics}
 */
record ShardStats(ShardRouting shard, Map<String, Object> statistics)
    implements Writeable, ToXContentObject {

  static ShardStats read(StreamInput in) throws IOException {
    return new ShardStats(new ShardRouting(in), in.readGenericMap());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    shard.writeTo(out);
    out.writeGenericMap(statistics);
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
