// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.DirectoryReader;
import org.elasticsearch.cluster.routing.SplitShardCountSummary;
import org.elasticsearch.index.codec.CodecProvider;
import org.elasticsearch.index.engine.EngineConfig;
import org.elasticsearch.index.engine.InternalEngine;

/**
 * The server's engine, except that it writes some vector fields in our format, and that searches
 * aim at the recall that is set at the moment.
 */
public final class LorannEngine extends InternalEngine {

  private final TargetRecall targetRecall;

  private LorannEngine(EngineConfig config, TargetRecall targetRecall) {
    super(config);
    this.targetRecall = targetRecall;
  }

  /**
   * Creates the engine of a shard.
   *
   * @param stock what the server's own engine would be made from
   * @param clusterTargetRecall the default of the cluster
   * @return the engine
   */
  public static LorannEngine create(
      EngineConfig stock, TargetRecall.OfCluster clusterTargetRecall) {
    TargetRecall targetRecall = new TargetRecall(stock.getIndexSettings(), clusterTargetRecall);
    FieldFormats formats =
        new FieldFormats(stock.getShardId(), stock.getMapperService(), targetRecall);
    CodecProvider codecs = codecs(stock.getCodecProvider(), formats);
    return new LorannEngine(
        EngineConfig.builder(stock).codecProvider(codecs).build(), targetRecall);
  }

  private static CodecProvider codecs(CodecProvider stock, FieldFormats formats) {
    return new CodecProvider() {
      @Override
      public Codec codec(String name) {
        return new ShardCodec(stock.codec(name), formats);
      }

      @Override
      public String[] availableCodecs() {
        return stock.availableCodecs();
      }
    };
  }

  @Override
  protected DirectoryReader wrapExternalDirectoryReader(
      DirectoryReader reader, SplitShardCountSummary summary) throws IOException {
    DirectoryReader stock = super.wrapExternalDirectoryReader(reader, summary);
    return targetRecall.isSet() ? new TargetRecallReader(stock, targetRecall) : stock;
  }
}
