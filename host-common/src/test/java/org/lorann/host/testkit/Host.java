// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.util.Map;

/** What running the server of one product needs to know of it. */
public enum Host {
  /** Elasticsearch. */
  ELASTICSEARCH(
      "elasticsearch",
      "ES",
      "cluster.initial_master_nodes",
      Map.of("xpack.security.enabled", "false")),

  /** OpenSearch. */
  OPENSEARCH("opensearch", "OPENSEARCH", "cluster.initial_cluster_manager_nodes", Map.of());

  private final String command;
  private final String variablePrefix;
  private final String bootstrapSetting;
  private final Map<String, String> settings;

  Host(
      String command,
      String variablePrefix,
      String bootstrapSetting,
      Map<String, String> settings) {
    this.command = command;
    this.variablePrefix = variablePrefix;
    this.bootstrapSetting = bootstrapSetting;
    this.settings = settings;
  }

  /** {@return the command in bin that starts a node; also the name of the configuration file} */
  String command() {
    return command;
  }

  /** {@return the command in bin that installs and removes plugins} */
  String pluginCommand() {
    return command + "-plugin";
  }

  /** {@return an environment variable that the commands obey, such as {@code ES_JAVA_OPTS}} */
  String variable(String suffix) {
    return variablePrefix + "_" + suffix;
  }

  /** {@return the setting that names the nodes which may found a cluster} */
  String bootstrapSetting() {
    return bootstrapSetting;
  }

  /** {@return settings without which a test cannot use a node} */
  Map<String, String> settings() {
    return settings;
  }
}
