// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.engine.EngineFactory;
import org.elasticsearch.index.engine.InternalEngine;
import org.elasticsearch.plugins.EnginePlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.test.ESSingleNodeTestCase;
import org.lorann.elasticsearch.LorannPlugin;

/** Beside a plugin that has an engine for an index, too. */
public class TestOtherEngine extends ESSingleNodeTestCase {

  private static final String CLAIMED = "claimed";

  /** Claims one index. */
  public static final class OtherPlugin extends Plugin implements EnginePlugin {

    @Override
    public Optional<EngineFactory> getEngineFactory(IndexSettings settings) {
      return settings.getIndex().getName().equals(CLAIMED)
          ? Optional.of(InternalEngine::new)
          : Optional.empty();
    }
  }

  @Override
  protected Collection<Class<? extends Plugin>> getPlugins() {
    return List.of(LorannPlugin.class, OtherPlugin.class);
  }

  private static Settings named() {
    return Settings.builder().putList("index.lorann.fields", "v").build();
  }

  public void testIndexOfBoth() {
    IllegalStateException e =
        expectThrows(IllegalStateException.class, () -> createIndex(CLAIMED, named()));
    for (Class<?> plugin : getPlugins()) {
      assertTrue(e.getMessage(), e.getMessage().contains(plugin.getName()));
    }
  }

  public void testIndicesOfOne() {
    createIndex(CLAIMED, Settings.EMPTY);
    createIndex("ours", named());
    ensureGreen(CLAIMED, "ours");
  }
}
