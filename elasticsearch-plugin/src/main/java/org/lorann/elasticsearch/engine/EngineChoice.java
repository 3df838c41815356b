// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexModule;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.IndexVersions;
import org.lorann.elasticsearch.LorannSettings;

/**
 * Says which indices get our engine. An index can have one engine plugin only, and those listed
 * here are claimed by the server itself, although the settings that name our fields were copied to
 * them. They are read only or written by Elasticsearch's own means, and can be searched all the
 * same.
 */
public final class EngineChoice {

  private static final String FOLLOWER = "index.xpack.ccr.following_index";
  private static final String SOURCE_ONLY = "index.source_only";
  private static final String FROZEN = "index.frozen";
  private static final String SNAPSHOT_STORE = "snapshot";

  private EngineChoice() {}

  /**
   * Decides about an index.
   *
   * @param index its settings
   * @return whether its shards get our engine
   */
  public static boolean isOurs(IndexSettings index) {
    return LorannSettings.FIELDS.get(index.getSettings()).isEmpty() == false
        && isClaimed(index.getSettings()) == false
        && index.getIndexVersionCreated().onOrAfter(IndexVersions.MINIMUM_COMPATIBLE);
  }

  private static boolean isClaimed(Settings settings) {
    return settings.getAsBoolean(FOLLOWER, false)
        || settings.getAsBoolean(SOURCE_ONLY, false)
        || settings.getAsBoolean(FROZEN, false)
        || SNAPSHOT_STORE.equals(IndexModule.INDEX_STORE_TYPE_SETTING.get(settings));
  }
}
