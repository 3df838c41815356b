// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.lorann.benchmarks.data.Metric;

/**
 * A {@code dense_vector} of Elasticsearch with the server's HNSW, or with ours in its place. No
 * segments are merged before all are.
 */
public enum ElasticsearchContender implements HttpContender {
  /** Ours, in the same mapping. */
  LORANN("lorann", ", \"index.lorann.fields\": [\"v\"]", 1.5, 3, 10),
  /** The server's, not quantized either. */
  HNSW("hnsw", "", 1.5, 5, 7, 10, 20);

  private final String label;
  private final String settings;
  private final List<Double> candidatesPerNeighbour;

  ElasticsearchContender(String label, String settings, double... candidatesPerNeighbour) {
    this.label = label;
    this.settings = settings;
    this.candidatesPerNeighbour = Arrays.stream(candidatesPerNeighbour).boxed().toList();
  }

  /** All of them. */
  public static List<HttpContender> all() {
    return Stream.<HttpContender>of(values()).toList();
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String indexBody(int dimensions, Metric metric) {
    return """
        {"settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": -1,
           "merge.policy.segments_per_tier": 1000%s},
         "mappings": {"properties": {"v": {"type": "dense_vector", "dims": %d,
           "similarity": "%s", "index_options": {"type": "hnsw"}}}}}"""
        .formatted(settings, dimensions, similarity(metric));
  }

  private static String similarity(Metric metric) {
    return switch (metric) {
      case ANGULAR -> "cosine";
      case EUCLIDEAN -> "l2_norm";
      case INNER_PRODUCT -> "max_inner_product";
    };
  }

  @Override
  public List<Integer> candidates(int k) {
    return candidatesPerNeighbour.stream().map(factor -> (int) Math.round(factor * k)).toList();
  }

  @Override
  public String searchBody(String vector, int k, int candidates) {
    return """
        {"size": %d, "_source": false,
         "knn": {"field": "v", "query_vector": %s, "k": %d, "num_candidates": %d}}"""
        .formatted(k, vector, k, candidates);
  }
}
