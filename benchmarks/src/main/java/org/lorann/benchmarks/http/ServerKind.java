// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.http;

import java.util.List;
import java.util.Locale;

/** A server, by what is installed in it. */
public enum ServerKind {
  /** Elasticsearch with our plugin. */
  ELASTICSEARCH(ElasticsearchContender.all()),
  /** OpenSearch with our plugin. It has no vectors of its own. */
  OPENSEARCH(List.of(OpenSearchContender.LORANN, OpenSearchContender.HNSW)),
  /** OpenSearch with k-NN. */
  OPENSEARCH_KNN(List.of(OpenSearchContender.KNN_LUCENE));

  private final List<HttpContender> contenders;

  ServerKind(List<HttpContender> contenders) {
    this.contenders = contenders;
  }

  /** What can be measured there. */
  public List<HttpContender> contenders() {
    return contenders;
  }

  /** {@return the name on command lines and in files} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
