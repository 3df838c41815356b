// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import java.io.IOException;
import java.util.Map;
import org.lorann.host.CopyStatistics;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;

/**
 * The answer of one copy of a shard, on its way between nodes.
 *
 * @param shard which copy it is, and where
 * @param statistics the document of {@link org.lorann.host.ShardStatistics}
 */
record ShardStats(ShardRouting shard, Map<String, Object> statistics) implements Writeable {

  static ShardStats read(StreamInput in) throws IOException {
    return new ShardStats(new ShardRouting(in), in.readMap());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    shard.writeTo(out);
    out.writeMap(statistics);
  }

  CopyStatistics copy() {
    return new CopyStatistics(
        shard.getIndexName(), shard.id(), shard.currentNodeId(), shard.primary(), statistics);
  }
}
