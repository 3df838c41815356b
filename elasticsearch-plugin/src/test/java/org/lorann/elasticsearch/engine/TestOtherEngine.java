// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertAcked;
import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertNoFailures;
import static org.elasticsearch.test.hamcrest.ElasticsearchAssertions.assertResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.common.settings.Setting;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.engine.Engine;
import org.elasticsearch.index.engine.EngineFactory;
import org.elasticsearch.index.engine.InternalEngine;
import org.elasticsearch.index.shard.IndexShard;
import org.elasticsearch.indices.IndicesService;
import org.elasticsearch.plugins.EnginePlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.search.vectors.KnnVectorQueryBuilder;
import org.elasticsearch.test.ESSingleNodeTestCase;
import org.lorann.elasticsearch.LorannPlugin;
import org.lorann.lucene.LorannSegmentInfo;

/** Beside plugins that have an engine for an index, too. */
public class TestOtherEngine extends ESSingleNodeTestCase {

  private static final String CLAIMED = "claimed";
  private static final String MAPPING =
      """
      {"properties": {"v": {"type": "dense_vector", "dims": 2, "similarity": "l2_norm",
        "index_options": {"type": "hnsw"}}}}""";

  /** Claims one index. */
  public static final class OtherPlugin extends Plugin implements EnginePlugin {

    @Override
    public Optional<EngineFactory> getEngineFactory(IndexSettings settings) {
      return settings.getIndex().getName().equals(CLAIMED)
          ? Optional.of(InternalEngine::new)
          : Optional.empty();
    }
  }

  /**
   * Stands for the server's own replication from other clusters, which claims the indices that have
   * its setting. These have our settings too, as all settings of the leader are copied.
   */
  public static final class FollowingPlugin extends Plugin implements EnginePlugin {

    private static final Setting<Boolean> FOLLOWING =
        Setting.boolSetting("index.xpack.ccr.following_index", false, Setting.Property.IndexScope);

    @Override
    public List<Setting<?>> getSettings() {
      return List.of(FOLLOWING);
    }

    @Override
    public Optional<EngineFactory> getEngineFactory(IndexSettings settings) {
      return settings.getValue(FOLLOWING) ? Optional.of(InternalEngine::new) : Optional.empty();
    }
  }

  @Override
  protected Collection<Class<? extends Plugin>> getPlugins() {
    return List.of(LorannPlugin.class, OtherPlugin.class, FollowingPlugin.class);
  }

  private static Settings named() {
    return Settings.builder().putList("index.lorann.fields", "v").build();
  }

  public void testIndexOfBoth() {
    checkNamesBoth(expectThrows(IllegalStateException.class, () -> createIndex(CLAIMED, named())));
  }

  /** An index that has the other engine stays closed, and can be opened without our settings. */
  public void testIndexThatBecomesOfBoth() {
    createIndex(CLAIMED, Settings.EMPTY);
    assertAcked(indicesAdmin().prepareClose(CLAIMED));
    indicesAdmin().prepareUpdateSettings(CLAIMED).setSettings(named()).get();
    Exception e =
        expectThrows(ElasticsearchException.class, () -> indicesAdmin().prepareOpen(CLAIMED).get());
    checkNamesBoth(e.getCause());
    indicesAdmin()
        .prepareUpdateSettings(CLAIMED)
        .setSettings(Settings.builder().putNull("index.lorann.fields"))
        .get();
    assertAcked(indicesAdmin().prepareOpen(CLAIMED));
    ensureGreen(CLAIMED);
  }

  private static void checkNamesBoth(Throwable e) {
    String message = e.getMessage();
    for (Class<?> plugin : List.of(LorannPlugin.class, OtherPlugin.class)) {
      assertTrue(message, message.contains(plugin.getName()));
    }
  }

  public void testIndicesOfOne() {
    createIndex(CLAIMED, Settings.EMPTY);
    createIndex("ours", named());
    ensureGreen(CLAIMED, "ours");
  }

  /** A follower has the server's engine and formats; segments in ours can be read all the same. */
  public void testFollower() {
    createIndex(
        "follower",
        indicesAdmin().prepareCreate("follower").setSettings(named()).setMapping(MAPPING));
    index("1", 1, 2);
    follow(true);
    checkFound("1", 1, 2);
    index("2", 8, 9);
    checkFound("2", 8, 9);
    assertEquals(1, vectorsInOurFormat());
    merge();
    assertEquals(0, vectorsInOurFormat());
    checkFound("1", 1, 2);

    follow(false);
    index("3", 4, 4);
    merge();
    assertEquals(3, vectorsInOurFormat());
    checkFound("1", 1, 2);
  }

  private void follow(boolean value) {
    assertAcked(indicesAdmin().prepareClose("follower"));
    indicesAdmin()
        .prepareUpdateSettings("follower")
        .setSettings(Settings.builder().put(FollowingPlugin.FOLLOWING.getKey(), value))
        .get();
    assertAcked(indicesAdmin().prepareOpen("follower"));
    ensureGreen("follower");
  }

  private void index(String id, float... vector) {
    prepareIndex("follower").setId(id).setSource(Map.of("v", vector)).get();
    indicesAdmin().prepareRefresh("follower").get();
  }

  private void merge() {
    assertNoFailures(indicesAdmin().prepareForceMerge("follower").setMaxNumSegments(1).get());
    indicesAdmin().prepareRefresh("follower").get();
  }

  private void checkFound(String id, float... vector) {
    assertResponse(
        client()
            .prepareSearch("follower")
            .setQuery(new KnnVectorQueryBuilder("v", vector, 1, 5, null, null, null)),
        response -> assertEquals(id, response.getHits().getHits()[0].getId()));
  }

  private int vectorsInOurFormat() {
    IndexShard shard =
        getInstanceFromNode(IndicesService.class)
            .indexServiceSafe(resolveIndex("follower"))
            .getShard(0);
    try (Engine.Searcher searcher = shard.acquireSearcher("test")) {
      int count = 0;
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        for (LorannSegmentInfo info : LorannSegmentInfo.of(leaf.reader())) {
          count += info.vectors();
        }
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
