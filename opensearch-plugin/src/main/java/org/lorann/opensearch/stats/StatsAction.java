// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import org.opensearch.action.ActionType;

/** The name of the action, for nodes and for access control. */
public final class StatsAction extends ActionType<StatsResponse> {

  /** The only one. */
  public static final StatsAction INSTANCE = new StatsAction();

  static final String NAME = "indices:monitor/lorann/stats";

  private StatsAction() {
    super(NAME, StatsResponse::new);
  }
}
