// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.lorann.lucene.LorannSearchStrategy;

/** The same index as {@link Lorann}. The knobs are the clusters probed and the vectors reranked. */
final class LorannProbes implements Peer {
  private static final int[] PROBES = {2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256};
  private static final int[] RERANK_PER_HIT = {2, 4, 8, 16, 32};

  @Override
  public String name() {
    return "lorann-probes";
  }

  @Override
  public String indexName() {
    return "lorann";
  }

  @Override
  public String description() {
    return "the index of lorann; knobs: clusters probed, vectors reranked";
  }

  @Override
  public KnnVectorsFormat format(Workers workers) {
    return Lorann.formatWith(workers);
  }

  @Override
  public List<Setting> settings(int k) {
    List<Setting> settings = new ArrayList<>();
    for (int probes : PROBES) {
      for (int perHit : RERANK_PER_HIT) {
        int rerank = perHit * k;
        settings.add(
            Lorann.setting(
                "probes " + probes + ", rerank " + rerank,
                k,
                LorannSearchStrategy.probes(probes, rerank)));
      }
    }
    return settings;
  }
}
