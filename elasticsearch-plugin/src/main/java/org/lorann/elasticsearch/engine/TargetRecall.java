// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexSettings;
import org.lorann.elasticsearch.LorannSettings;
import org.lorann.host.Tunable;

/**
 * The recall that searches of a shard aim at by the settings of the moment: of the field, else of
 * the index, else of the cluster. Where none is set, each segment has its own, with which it was
 * written.
 */
public final class TargetRecall {

  private final IndexSettings index;
  private final OfCluster cluster;

  TargetRecall(IndexSettings index, OfCluster cluster) {
    this.index = index;
    this.cluster = cluster;
  }

  /** Whether it is set for any field. */
  boolean isSet() {
    Settings settings = index.getSettings();
    return ofIndex(settings).isEmpty() == false
        || LorannSettings.FIELD
            .getAllConcreteSettings(settings)
            .anyMatch(setting -> setting.getKey().endsWith("." + Tunable.TARGET_RECALL.key()));
  }

  /** The recall for a field, above 0 and below 1, or null if it is not set. */
  Double of(String field) {
    Settings settings = index.getSettings();
    String own = LorannSettings.of(field, Tunable.TARGET_RECALL).get(settings);
    String value = own.isEmpty() ? ofIndex(settings) : own;
    return value.isEmpty() ? null : Tunable.TARGET_RECALL.parse(value).doubleValue();
  }

  private String ofIndex(Settings settings) {
    String value = LorannSettings.INDEX_TARGET_RECALL.get(settings);
    return value.isEmpty() ? cluster.value : value;
  }

  /** The default of the cluster, as it is at the moment. */
  public static final class OfCluster {

    private volatile String value = "";

    /** Creates one that is not set. */
    public OfCluster() {}

    /**
     * Takes over the setting, now and whenever it changes.
     *
     * @param settings the settings of the cluster
     */
    public void watch(ClusterSettings settings) {
      settings.initializeAndWatch(LorannSettings.CLUSTER_TARGET_RECALL, current -> value = current);
    }
  }
}
