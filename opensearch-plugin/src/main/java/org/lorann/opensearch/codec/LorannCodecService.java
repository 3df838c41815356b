// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.codec;

import org.apache.lucene.codecs.Codec;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.codec.CodecServiceConfig;
import org.opensearch.index.mapper.MapperService;

/** OpenSearch's codecs, each with the formats that fields of our type ask for. */
public final class LorannCodecService extends CodecService {

  private final MapperService mappers;

  /**
   * Creates the codecs of an index.
   *
   * @param config tells of the index
   */
  public LorannCodecService(CodecServiceConfig config) {
    super(
        config.getMapperService(),
        config.getIndexSettings(),
        config.getLogger(),
        config.getAdditionalCodecs());
    this.mappers = config.getMapperService();
  }

  @Override
  public Codec codec(String name) {
    Codec stock = super.codec(name);
    return mappers == null ? stock : new PerFieldCodec(stock, mappers);
  }
}
