// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.stats;

import java.io.IOException;
import org.elasticsearch.action.support.broadcast.BroadcastRequest;
import org.elasticsearch.common.io.stream.StreamInput;

/** Names the indices that are asked; none stands for all. */
final class StatsRequest extends BroadcastRequest<StatsRequest> {

  StatsRequest(String... indices) {
    super(indices);
  }

  StatsRequest(StreamInput in) throws IOException {
    super(in);
  }
}
