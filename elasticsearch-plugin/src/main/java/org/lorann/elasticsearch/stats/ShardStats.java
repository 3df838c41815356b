// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.stats;

import java.io.IOException;
import java.util.Map;
import org.elasticsearch.cluster.routing.ShardRouting;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;
import org.lorann.host.CopyStatistics;

/**
 * The answer of one copy of a shard, on its way between nodes.
 *
 * @param shard which copy it is, and where
 * @param statistics the document of {@link org.lorann.host.ShardStatistics}
 */
record ShardStats(ShardRouting shard, Map<String, Object> statistics) implements Writeable {

  static ShardStats read(StreamInput in) throws IOException {
    return new ShardStats(new ShardRouting(in), in.readGenericMap());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    shard.writeTo(out);
    out.writeGenericMap(statistics);
  }

  CopyStatistics copy() {
    return new CopyStatistics(
        shard.getIndexName(), shard.id(), shard.currentNodeId(), shard.primary(), statistics);
  }
}
