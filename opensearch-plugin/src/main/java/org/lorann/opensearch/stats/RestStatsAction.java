// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.stats;

import java.util.List;
import org.opensearch.action.support.IndicesOptions;
import org.opensearch.core.common.Strings;
import org.opensearch.rest.BaseRestHandler;
import org.opensearch.rest.RestRequest;
import org.opensearch.rest.action.RestToXContentListener;
import org.opensearch.transport.client.node.NodeClient;

/** The action over HTTP. */
public final class RestStatsAction extends BaseRestHandler {

  private static final String INDEX = "index";

  /** Creates the handler. */
  public RestStatsAction() {}

  @Override
  public String getName() {
    return "lorann_stats_action";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route(RestRequest.Method.GET, "/_plugins/_lorann/stats"),
        new Route(RestRequest.Method.GET, "/_plugins/_lorann/{" + INDEX + "}/stats"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    StatsRequest stats = new StatsRequest(Strings.splitStringByCommaToArray(request.param(INDEX)));
    stats.indicesOptions(IndicesOptions.fromRequest(request, stats.indicesOptions()));
    return channel ->
        client.execute(StatsAction.INSTANCE, stats, new RestToXContentListener<>(channel));
  }
}
