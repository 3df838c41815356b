// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import org.elasticsearch.cluster.metadata.IndexMetadata;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexVersion;
import org.elasticsearch.index.IndexVersions;
import org.elasticsearch.test.ESTestCase;
import org.elasticsearch.test.IndexSettingsModule;
import org.elasticsearch.test.index.IndexVersionUtils;

/** Which indices get our engine. */
public class TestEngineChoice extends ESTestCase {

  private static boolean isOurs(Settings.Builder settings) {
    return EngineChoice.isOurs(IndexSettingsModule.newIndexSettings("index", settings.build()));
  }

  private static Settings.Builder named() {
    return Settings.builder().putList("index.lorann.fields", "v");
  }

  public void testOnlyIndicesThatNameFields() {
    assertTrue(isOurs(named()));
    assertFalse(isOurs(Settings.builder()));
    assertFalse(isOurs(Settings.builder().putList("index.lorann.fields")));
    assertFalse(isOurs(Settings.builder().put("index.lorann.target_recall", "0.9")));
  }

  public void testIndicesWithEnginesOfTheServer() {
    assertFalse(isOurs(named().put("index.xpack.ccr.following_index", true)));
    assertTrue(isOurs(named().put("index.xpack.ccr.following_index", false)));
    assertFalse(isOurs(named().put("index.source_only", true)));
    assertFalse(isOurs(named().put("index.frozen", true)));
    assertFalse(isOurs(named().put("index.store.type", "snapshot")));
    assertTrue(isOurs(named().put("index.store.type", "hybridfs")));
  }

  /** Such indices are read only, by an engine that the server makes for them. */
  public void testIndicesOfOldVersions() {
    IndexVersion old = IndexVersionUtils.getPreviousVersion(IndexVersions.MINIMUM_COMPATIBLE);
    assertFalse(isOurs(named().put(IndexMetadata.SETTING_VERSION_CREATED, old)));
    assertTrue(
        isOurs(
            named().put(IndexMetadata.SETTING_VERSION_CREATED, IndexVersions.MINIMUM_COMPATIBLE)));
  }
}
