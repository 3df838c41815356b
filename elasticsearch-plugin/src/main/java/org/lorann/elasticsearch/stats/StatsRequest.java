// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.stats;

import java.io.IOException;
import org.elasticsearch.action.support.broadcast.BroadcastRequest;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;

/** Names the indices that are asked; none stands for all that name fields. */
final class StatsRequest extends BroadcastRequest<StatsRequest> {

  /** Kept, as access control puts the indices that a user may see in the place of none. */
  private final boolean namesIndices;

  StatsRequest(String... indices) {
    super(indices);
    this.namesIndices = indices.length > 0;
  }

  StatsRequest(StreamInput in) throws IOException {
    super(in);
    this.namesIndices = in.readBoolean();
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    out.writeBoolean(namesIndices);
  }

  boolean namesIndices() {
    return namesIndices;
  }
}
