// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.lorann.benchmarks.data.Metric;

/**
 * A field of vectors of OpenSearch, by our plugin or by k-NN. No vectors are in the stored source:
 * k-NN leaves them out by itself. No segments are merged before all are.
 */
public enum OpenSearchContender implements HttpContender {
  /** Ours. Candidates are the neighbours asked for, of which the nearest are taken. */
  LORANN("lorann", ourSettings(), 1, 1.5, 3, 10) {
    @Override
    String field(int dimensions, String space) {
      return ourField(dimensions, space, "lorann");
    }

    @Override
    String query(String vector, int k, int candidates) {
      return format("{\"lorann\": {\"v\": {\"vector\": %s, \"k\": %d}}}", vector, candidates);
    }
  },

  /** Lucene's HNSW, in the same type of field. Candidates are what is called {@code ef_search}. */
  HNSW("hnsw", ourSettings(), 1, 3, 5, 10, 20) {
    @Override
    String field(int dimensions, String space) {
      return ourField(dimensions, space, "hnsw");
    }

    @Override
    String query(String vector, int k, int candidates) {
      return format(
          "{\"lorann\": {\"v\": {\"vector\": %s, \"k\": %d,"
              + " \"method_parameters\": {\"ef_search\": %d}}}}",
          vector, k, candidates);
    }
  },

  /** Lucene's HNSW by k-NN. Candidates are what it calls {@code ef_search}. */
  KNN_LUCENE("knn-lucene", "\"index.knn\": true", 1, 3, 5, 10, 20) {
    @Override
    String field(int dimensions, String space) {
      return format(
          "{\"type\": \"knn_vector\", \"dimension\": %d, \"space_type\": \"%s\","
              + " \"method\": {\"name\": \"hnsw\", \"engine\": \"lucene\"}}",
          dimensions, space);
    }

    @Override
    String query(String vector, int k, int candidates) {
      return format(
          "{\"knn\": {\"v\": {\"vector\": %s, \"k\": %d,"
              + " \"method_parameters\": {\"ef_search\": %d}}}}",
          vector, k, candidates);
    }
  };

  private final String label;
  private final String settings;
  private final List<Double> candidatesPerNeighbour;

  OpenSearchContender(String label, String settings, double... candidatesPerNeighbour) {
    this.label = label;
    this.settings = settings;
    this.candidatesPerNeighbour = Arrays.stream(candidatesPerNeighbour).boxed().toList();
  }

  private static String ourSettings() {
    return "\"index.lorann\": true, \"index.derived_source.enabled\": true";
  }

  private static String ourField(int dimensions, String space, String method) {
    return format(
        "{\"type\": \"lorann_vector\", \"dimension\": %d, \"space_type\": \"%s\","
            + " \"method\": {\"name\": \"%s\"}}",
        dimensions, space, method);
  }

  /** The field in the mapping. */
  abstract String field(int dimensions, String space);

  /** The query for the k nearest. */
  abstract String query(String vector, int k, int candidates);

  @Override
  public String label() {
    return label;
  }

  @Override
  public String indexBody(int dimensions, Metric metric) {
    return format(
        "{\"settings\": {\"number_of_shards\": 1, \"number_of_replicas\": 0,"
            + " \"refresh_interval\": -1, \"merge.policy.segments_per_tier\": 1000, %s},"
            + " \"mappings\": {\"properties\": {\"v\": %s}}}",
        settings, field(dimensions, space(metric)));
  }

  private static String space(Metric metric) {
    return switch (metric) {
      case ANGULAR -> "cosinesimil";
      case EUCLIDEAN -> "l2";
      case INNER_PRODUCT -> "innerproduct";
    };
  }

  @Override
  public List<Integer> candidates(int k) {
    return candidatesPerNeighbour.stream().map(factor -> (int) Math.round(factor * k)).toList();
  }

  @Override
  public String searchBody(String vector, int k, int candidates) {
    return format(
        "{\"size\": %d, \"_source\": false, \"query\": %s}", k, query(vector, k, candidates));
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
