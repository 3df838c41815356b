// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import java.io.IOException;
import org.opensearch.action.support.broadcast.BroadcastRequest;
import org.opensearch.core.common.io.stream.StreamInput;

/** Names the indexes that are asked; none stands for all. */
final class StatsRequest extends BroadcastRequest<StatsRequest> {

  StatsRequest(String... indices) {
    super(indices);
  }

  StatsRequest(StreamInput in) throws IOException {
    super(in);
  }
}
