// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.stats;

import java.util.List;
import org.elasticsearch.action.support.IndicesOptions;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.common.Strings;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.action.RestToXContentListener;

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
        new Route(RestRequest.Method.GET, "/_lorann/stats"),
        new Route(RestRequest.Method.GET, "/{" + INDEX + "}/_lorann/stats"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    StatsRequest stats = new StatsRequest(Strings.splitStringByCommaToArray(request.param(INDEX)));
    stats.indicesOptions(IndicesOptions.fromRequest(request, stats.indicesOptions()));
    return channel ->
        client.execute(TransportStatsAction.TYPE, stats, new RestToXContentListener<>(channel));
  }
}
