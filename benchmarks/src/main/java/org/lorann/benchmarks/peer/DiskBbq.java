// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.search.Query;
import org.elasticsearch.index.codec.vectors.diskbbq.IvfQueryConfigResolver;
import org.elasticsearch.index.codec.vectors.diskbbq.QuantEncoding;
import org.elasticsearch.index.codec.vectors.diskbbq.es95.ES950DiskBBQVectorsFormat;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper.ElementType;
import org.elasticsearch.search.profile.query.QueryProfiler;
import org.elasticsearch.search.vectors.IVFKnnFloatVectorQuery;
import org.elasticsearch.search.vectors.RescoreKnnVectorQuery;

/**
 * Elasticsearch's DiskBBQ with its defaults: 384 vectors to a cluster, 16 clusters to a parent. The
 * knobs are the share of the vectors visited and, for each hit, how many are scored again with the
 * raw vectors.
 */
final class DiskBbq implements Peer {
  private static final float[] VISIT_RATIOS = {
    .005f, .01f, .015f, .02f, .03f, .04f, .06f, .08f, .12f, .16f, .24f, .32f, .48f
  };
  private static final int[] OVERSAMPLES = {2, 3, 5, 10};

  private final QuantEncoding encoding;

  DiskBbq(QuantEncoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public String name() {
    return "diskbbq-" + encoding.bits() + "bit";
  }

  @Override
  public String description() {
    return "Elasticsearch's DiskBBQ, vectors of "
        + encoding.bits()
        + " bit, rescored; knobs: share visited, oversampling";
  }

  @Override
  public KnnVectorsFormat format(Workers workers) {
    return new ES950DiskBBQVectorsFormat(
        encoding,
        ES950DiskBBQVectorsFormat.DEFAULT_VECTORS_PER_CLUSTER,
        ES950DiskBBQVectorsFormat.DEFAULT_CENTROIDS_PER_PARENT_CLUSTER,
        ElementType.FLOAT,
        false,
        workers.others(),
        workers.threads(),
        false,
        ES950DiskBBQVectorsFormat.DEFAULT_PRECONDITIONING_BLOCK_DIMENSION);
  }

  @Override
  public List<Setting> settings(int k) {
    List<Setting> settings = new ArrayList<>();
    for (float visitRatio : VISIT_RATIOS) {
      for (int oversample : OVERSAMPLES) {
        settings.add(
            new Setting(
                "visit " + percent(visitRatio) + " %, oversample " + oversample,
                oversample * k,
                (field, target, hits, filter) ->
                    query(field, target, hits, filter, visitRatio, oversample)));
      }
    }
    return settings;
  }

  private static String percent(float share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private PeerQuery query(
      String field, float[] target, int k, Query filter, float visitRatio, int oversample) {
    IvfQueryConfigResolver resolver =
        IvfQueryConfigResolver.from(false, false, encoding.bits(), oversample, null);
    IVFKnnFloatVectorQuery candidates =
        new IVFKnnFloatVectorQuery(field, target, k, k, filter, visitRatio, resolver);
    Query rescored =
        RescoreKnnVectorQuery.fromInnerQuery(field, target, k, oversample * k, candidates);
    return new PeerQuery(rescored, () -> visited(candidates));
  }

  private static long visited(IVFKnnFloatVectorQuery searched) {
    QueryProfiler profiler = new QueryProfiler();
    searched.profile(profiler);
    return profiler.getVectorOpsCount();
  }
}
